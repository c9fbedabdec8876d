package dev.millrace.sync.status;

import dev.millrace.cluster.application.Application;
import dev.millrace.events.SyncCompleted;
import dev.millrace.sync.manifest.Content;
import dev.millrace.sync.report.Outcomes;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Kubernetes events on Applications: one per attempt that ended, and one per reason for which an Application waits, stalls or is unhealthy.
 * Best effort: the status and Kafka are authoritative.
 */
final class ClusterEvents {
    private static final Logger LOG = Logger.getLogger(ClusterEvents.class);
    private static final int MAX_NAME = 200;
    private static final String COMPONENT = "millrace-sync-agent";

    /** The outcomes of attempts have events of their own. */
    private static final Set<String> REPORTED_BY_ATTEMPTS =
            Set.of("Progressing", "Succeeded", "SyncFailed", "PruneWithheld", "Observed", "Suspended");

    private final KubernetesClient client;
    private final Clock clock;

    ClusterEvents(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Records the end of an attempt. Those that were superseded are combined in one event. */
    void record(Application application, SyncCompleted ended) {
        String summary = Outcomes.summary(ended);
        String text = ended.revision().shortForm()
                + (summary.isEmpty() ? "" : ": " + summary)
                + ended.message().map(m -> "; " + m).orElse("");
        boolean superseded = ended.outcome() == SyncCompleted.Outcome.Superseded;
        String id = superseded ? "superseded" : String.valueOf(ended.attempt());
        boolean failed = ended.outcome() == SyncCompleted.Outcome.Failed;
        Event event = event(application, id, failed, "Sync" + ended.outcome().name(), text);
        Thread.ofVirtual().name("event").start(() -> write(event));
    }

    /** Records a change of the state between attempts. */
    void record(Application application, Summary summary) {
        if (REPORTED_BY_ATTEMPTS.contains(summary.reason())) {
            return;
        }
        boolean warning = summary.state() == Summary.State.STALLED || summary.state() == Summary.State.NOT_READY;
        Event event = event(
                application,
                Content.hash(summary.reason()).substring(0, 8),
                warning,
                summary.reason(),
                summary.message());
        Thread.ofVirtual().name("event").start(() -> write(event));
    }

    private Event event(Application application, String id, boolean warning, String reason, String text) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        return new EventBuilder()
                .withNewMetadata()
                .withName(name(application, id))
                .withNamespace(application.getMetadata().getNamespace())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(application.getApiVersion())
                .withKind(application.getKind())
                .withNamespace(application.getMetadata().getNamespace())
                .withName(application.getMetadata().getName())
                .withUid(application.getMetadata().getUid())
                .endInvolvedObject()
                .withType(warning ? "Warning" : "Normal")
                .withReason(reason)
                .withMessage(Text.line(text))
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .withNewSource()
                .withComponent(COMPONENT)
                .endSource()
                .withReportingComponent(COMPONENT)
                .build();
    }

    /** Returns the same name for the same id, so that there is one event, however often it is recorded. */
    private static String name(Application application, String id) {
        String name = application.getMetadata().getName();
        return name.substring(0, Math.min(name.length(), MAX_NAME)) + "."
                + Content.hash(application.getMetadata().getUid()).substring(0, 8) + "." + id;
    }

    private void write(Event event) {
        try {
            client.v1()
                    .events()
                    .inNamespace(event.getMetadata().getNamespace())
                    .resource(event)
                    .create();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                count(event);
            } else {
                LOG.debugf("Kubernetes event not written: error=HTTP status %d", e.getCode());
            }
        }
    }

    /** Increments the count of an event that was recorded before, with the newest message. */
    private void count(Event event) {
        try {
            client.v1()
                    .events()
                    .inNamespace(event.getMetadata().getNamespace())
                    .withName(event.getMetadata().getName())
                    .edit(known -> new EventBuilder(known)
                            .withCount(known.getCount() == null ? 2 : known.getCount() + 1)
                            .withLastTimestamp(event.getLastTimestamp())
                            .withMessage(event.getMessage())
                            .build());
        } catch (KubernetesClientException e) {
            LOG.debugf("Kubernetes event not counted: error=HTTP status %d", e.getCode());
        }
    }
}
