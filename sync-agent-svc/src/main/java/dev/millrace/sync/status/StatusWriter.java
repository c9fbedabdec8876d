package dev.millrace.sync.status;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cluster.application.Application;
import dev.millrace.cluster.application.ApplicationStatus;
import dev.millrace.cluster.application.ApplicationStatus.PastAttempt;
import dev.millrace.cluster.application.ApplicationStatus.UnhealthyObject;
import dev.millrace.events.Health;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.value.CommitId;
import dev.millrace.sync.ReconcileResult;
import dev.millrace.sync.Subject;
import dev.millrace.sync.health.ApplicationHealth;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes the status of Applications, if it has changed. */
public final class StatusWriter {
    private static final Logger LOG = Logger.getLogger(StatusWriter.class);
    private static final int MAX_CHARACTERS = 1000;

    private final KubernetesClient client;
    private final Clock clock;
    private final ClusterEvents events;
    private final ApplicationMetrics metrics;

    /** The newest status by the resource's uid: the watch may not have shown it yet. */
    private final Map<String, ApplicationStatus> written = new ConcurrentHashMap<>();

    public StatusWriter(KubernetesClient client, ApplicationMetrics metrics, Clock clock) {
        this.client = client;
        this.metrics = metrics;
        this.clock = clock;
        this.events = new ClusterEvents(client, clock);
    }

    /** Writes the state of an application. */
    public void write(Application application, Subject subject, ReconcileResult result) {
        result.ended().forEach(ended -> events.record(application, ended));
        Summary summary = Summary.of(subject, result);
        Optional<Health> health = result.ledger().attempts() == 0
                ? Optional.empty()
                : result.health().filter(ApplicationHealth::known).map(ApplicationHealth::health);
        metrics.show(
                subject.uid(),
                subject.id(),
                summary,
                health,
                result.ledger().objects().size(),
                result.ledger().attempts());
        write(
                application,
                new ApplicationStatus(
                        subject.generation(),
                        conditions(application, summary, result.health()),
                        result.ledger().revision().map(Object::toString).orElse(null),
                        result.ledger().attempted().map(Object::toString).orElse(null),
                        result.ledger().attempts(),
                        health.orElseGet(() -> before(application)),
                        shortened(summary.message()),
                        result.ledger().objects().size(),
                        result.ledger().revision().map(CommitId::shortForm).orElse(null),
                        unhealthy(result),
                        history(application, result)));
    }

    private static List<UnhealthyObject> unhealthy(ReconcileResult result) {
        return result.health().stream()
                .filter(ApplicationHealth::known)
                .flatMap(health -> health.objects().stream())
                .limit(ApplicationStatus.MOST_LISTED)
                .map(of -> new UnhealthyObject(
                        of.ref().toString(),
                        of.health().health(),
                        shortened(of.health().message())))
                .toList();
    }

    private List<PastAttempt> history(Application application, ReconcileResult result) {
        List<PastAttempt> before =
                known(application).map(ApplicationStatus::history).orElse(List.of());
        return Stream.concat(result.ended().reversed().stream().map(this::past), before.stream())
                .limit(ApplicationStatus.MOST_LISTED)
                .toList();
    }

    private PastAttempt past(SyncCompleted ended) {
        return new PastAttempt(
                ended.attempt(),
                ended.revision().value(),
                ended.outcome().name(),
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
                ended.message().map(StatusWriter::shortened).orElse(null));
    }

    private @Nullable Health before(Application application) {
        return known(application).map(ApplicationStatus::health).orElse(null);
    }

    private Optional<ApplicationStatus> known(Application application) {
        return Optional.ofNullable(written.get(application.getMetadata().getUid()))
                .or(() -> Optional.ofNullable(application.getStatus()));
    }

    /** The Application is gone. */
    public void forget(String uid) {
        written.remove(uid);
        metrics.forget(uid);
    }

    /** Another agent may have written since. */
    public void reset() {
        written.clear();
        metrics.reset();
    }

    /** Reports that the spec of an application is not valid. */
    public void writeInvalid(Application application, String reason) {
        Summary summary = new Summary(Summary.State.STALLED, "InvalidSpec", reason);
        write(
                application,
                new ApplicationStatus(
                        application.getMetadata().getGeneration(),
                        conditions(application, summary, Optional.empty()),
                        null,
                        null,
                        null,
                        null,
                        shortened(reason),
                        null,
                        null,
                        List.of(),
                        known(application).map(ApplicationStatus::history).orElse(List.of())));
    }

    private List<Condition> conditions(Application application, Summary summary, Optional<ApplicationHealth> health) {
        boolean ready = summary.state() == Summary.State.READY;
        boolean reconciling = summary.state() == Summary.State.RECONCILING;
        boolean stalled = summary.state() == Summary.State.STALLED;
        return List.of(
                condition(
                        application,
                        ApplicationStatus.READY,
                        ready ? "True" : reconciling ? "Unknown" : "False",
                        summary),
                condition(application, ApplicationStatus.RECONCILING, reconciling ? "True" : "False", summary),
                condition(application, ApplicationStatus.STALLED, stalled ? "True" : "False", summary),
                healthy(application, health.filter(ApplicationHealth::known)));
    }

    private Condition healthy(Application application, Optional<ApplicationHealth> health) {
        if (health.isEmpty()) {
            Summary unknown = new Summary(Summary.State.RECONCILING, "Unknown", "not all objects have been seen yet");
            return condition(application, ApplicationStatus.HEALTHY, "Unknown", unknown);
        }
        boolean all = health.get().health() == Health.Healthy;
        Summary said = new Summary(
                Summary.State.READY,
                health.get().health().name(),
                all ? "all objects are healthy" : health.get().message());
        return condition(application, ApplicationStatus.HEALTHY, all ? "True" : "False", said);
    }

    private Condition condition(Application application, String type, String status, Summary summary) {
        Optional<Condition> before = known(application).stream()
                .flatMap(known -> known.conditions().stream())
                .filter(c -> c.getType().equals(type) && c.getStatus().equals(status))
                .findFirst();
        Condition condition = new Condition();
        condition.setType(type);
        condition.setStatus(status);
        condition.setReason(summary.reason());
        condition.setMessage(shortened(summary.message()));
        condition.setLastTransitionTime(before.map(Condition::getLastTransitionTime)
                .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString()));
        return condition;
    }

    private void write(Application application, ApplicationStatus status) {
        if (known(application).filter(status::equals).isPresent()) {
            return;
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode fields = patch.putObject("status");
        List.of("revision", "attemptedRevision", "attempt", "health", "message", "objects", "shortRevision")
                .forEach(fields::putNull);
        fields.setAll(client.getKubernetesSerialization().convertValue(status, ObjectNode.class));
        try {
            client.resource(application) // by its name alone it would be read first
                    .subresource("status")
                    .patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString());
            written.put(application.getMetadata().getUid(), status);
        } catch (KubernetesClientException e) {
            // the next pass writes it
            LOG.warnf("status not written: error=HTTP status %d", e.getCode());
        }
    }

    private static String shortened(String message) {
        return message.length() <= MAX_CHARACTERS ? message : message.substring(0, MAX_CHARACTERS) + " …";
    }
}
