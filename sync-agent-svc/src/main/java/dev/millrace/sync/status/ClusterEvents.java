package dev.millrace.sync.status;

import dev.millrace.cluster.application.Application;
import dev.millrace.events.SyncCompleted;
import dev.millrace.sync.manifest.Content;
import dev.millrace.sync.report.Outcomes;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;

/** Kubernetes events on Applications, one per attempt that ended. Best effort: the truth is in the status and on Kafka. */
final class ClusterEvents {
    private static final Logger LOG = Logger.getLogger(ClusterEvents.class);
    private static final int MAX_NAME = 200;
    private static final String COMPONENT = "millrace-sync-agent";

    private final KubernetesClient client;
    private final Clock clock;

    ClusterEvents(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    void record(Application application, SyncCompleted ended) {
        Thread.ofVirtual().name("event").start(() -> create(event(application, ended)));
    }

    private Event event(Application application, SyncCompleted ended) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        boolean failed = ended.outcome() == SyncCompleted.Outcome.Failed;
        String summary = Outcomes.summary(ended);
        String text = ended.revision().shortForm()
                + (summary.isEmpty() ? "" : ": " + summary)
                + ended.message().map(m -> "; " + m).orElse("");
        return new EventBuilder()
                .withNewMetadata()
                .withName(name(application, ended))
                .withNamespace(application.getMetadata().getNamespace())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(application.getApiVersion())
                .withKind(application.getKind())
                .withNamespace(application.getMetadata().getNamespace())
                .withName(application.getMetadata().getName())
                .withUid(application.getMetadata().getUid())
                .endInvolvedObject()
                .withType(failed ? "Warning" : "Normal")
                .withReason("Sync" + ended.outcome().name())
                .withMessage(text.substring(0, Math.min(text.length(), 1000)))
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .withNewSource()
                .withComponent(COMPONENT)
                .endSource()
                .withReportingComponent(COMPONENT)
                .build();
    }

    /** The same attempt gives the same name, so that there is one event, however often it is recorded. */
    private static String name(Application application, SyncCompleted ended) {
        String name = application.getMetadata().getName();
        return name.substring(0, Math.min(name.length(), MAX_NAME)) + "."
                + Content.hash(application.getMetadata().getUid()).substring(0, 8) + "." + ended.attempt();
    }

    private void create(Event event) {
        try {
            client.v1()
                    .events()
                    .inNamespace(event.getMetadata().getNamespace())
                    .resource(event)
                    .create();
        } catch (KubernetesClientException e) {
            LOG.debugf("Kubernetes event not written: error=HTTP status %d", e.getCode());
        }
    }
}
