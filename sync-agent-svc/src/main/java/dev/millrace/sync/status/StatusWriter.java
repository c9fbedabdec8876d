package dev.millrace.sync.status;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cluster.application.Application;
import dev.millrace.cluster.application.ApplicationStatus;
import dev.millrace.cluster.application.ApplicationStatus.PastAttempt;
import dev.millrace.cluster.application.ApplicationStatus.UnhealthyObject;
import dev.millrace.events.Health;
import dev.millrace.events.value.CommitId;
import dev.millrace.sync.EndedAttempt;
import dev.millrace.sync.ReconcileResult;
import dev.millrace.sync.Subject;
import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.state.SourceProblem;
import dev.millrace.sync.state.SourceState;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.Instant;
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

    private final KubernetesClient client;
    private final Clock clock;
    private final ClusterEvents events;
    private final ApplicationMetrics metrics;

    /** The newest status by the resource's uid: the watch may not have received it yet. */
    private final Map<String, ApplicationStatus> written = new ConcurrentHashMap<>();

    public StatusWriter(KubernetesClient client, ApplicationMetrics metrics, Clock clock) {
        this.client = client;
        this.metrics = metrics;
        this.clock = clock;
        this.events = new ClusterEvents(client, clock);
    }

    /** Writes the state of an application. */
    public void write(Application application, Subject subject, ReconcileResult result) {
        result.ended().forEach(ended -> events.record(application, ended.outcome()));
        Summary summary = Summary.of(subject, result);
        Optional<Health> health = health(result);
        Ledger ledger = result.ledger();
        int objects = ledger.objects().size();
        long attempt = attempt(application, ledger);
        metrics.show(subject.uid(), subject.id(), summary, health, objects, attempt);
        Conditions conditions = new Conditions(known(application), now());
        SourceState source = result.source();
        ApplicationStatus status = new ApplicationStatus(
                subject.generation(),
                conditions.of(summary, health, result),
                ledger.revision().map(CommitId::value).orElse(null),
                ledger.attempted().map(CommitId::value).orElse(null),
                attempt,
                health.orElseGet(() -> before(application)),
                Text.line(summary.message()),
                objects,
                ledger.revision().map(CommitId::shortForm).orElse(null),
                source.tip().map(tip -> tip.commit().value()).orElse(null),
                source.isCompared() ? now() : null,
                nextTry(result).map(StatusWriter::seconds).orElse(null),
                result.drift().isEmpty() ? null : result.drift().size(),
                unhealthy(result),
                history(application, result));
        write(application, status, summary);
    }

    /** The count never falls: it continues from here if the record is lost, or restored to an older state. */
    private long attempt(Application application, Ledger ledger) {
        return Math.max(
                ledger.attempts(),
                known(application).map(ApplicationStatus::attempt).orElse(0L));
    }

    /** Without objects, or without its source, an application is not healthy: its health is unknown. */
    private static Optional<Health> health(ReconcileResult result) {
        if (result.ledger().attempts() == 0) {
            return Optional.empty();
        }
        boolean isGone = result.sourceProblem()
                .filter(problem -> problem.kind() == SourceProblem.Kind.GONE)
                .isPresent();
        if (isGone || result.ledger().objects().isEmpty()) {
            return Optional.of(Health.Unknown);
        }
        return result.health().filter(ApplicationHealth::known).map(ApplicationHealth::health);
    }

    private static Optional<Instant> nextTry(ReconcileResult result) {
        return Stream.of(result.retryAt(), result.sourceProblem().flatMap(SourceProblem::nextTry))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    private static List<UnhealthyObject> unhealthy(ReconcileResult result) {
        return result.health().stream()
                .filter(ApplicationHealth::known)
                .flatMap(health -> health.objects().stream())
                .limit(ApplicationStatus.MAX_LISTED)
                .map(of -> new UnhealthyObject(
                        of.ref().toString(),
                        of.health().health(),
                        Text.line(of.health().message()),
                        of.health().rule()))
                .toList();
    }

    private List<PastAttempt> history(Application application, ReconcileResult result) {
        List<PastAttempt> before =
                known(application).map(ApplicationStatus::history).orElse(List.of());
        return Stream.concat(result.ended().reversed().stream().map(this::past), before.stream())
                .limit(ApplicationStatus.MAX_LISTED)
                .toList();
    }

    private PastAttempt past(EndedAttempt ended) {
        return new PastAttempt(
                ended.outcome().attempt(),
                ended.outcome().revision().value(),
                ended.outcome().outcome().name(),
                now(),
                ended.reason().map(Text::camelCase).orElse(null),
                ended.outcome().message().map(Text::line).orElse(null));
    }

    private @Nullable Health before(Application application) {
        return known(application).map(ApplicationStatus::health).orElse(null);
    }

    private Optional<ApplicationStatus> known(Application application) {
        return Optional.ofNullable(written.get(application.getMetadata().getUid()))
                .or(() -> Optional.ofNullable(application.getStatus()));
    }

    /** Forgets an Application that is gone. */
    public void forget(String uid) {
        written.remove(uid);
        metrics.forget(uid);
    }

    /** Forgets everything: another agent may have written since. */
    public void reset() {
        written.clear();
        metrics.reset();
    }

    /** Reports that the spec of an application is not valid. */
    public void writeInvalid(Application application, String reason) {
        write(application, new Summary(Summary.State.STALLED, "InvalidSpec", reason));
    }

    /** Reports that an application is not applied because its Tenant does not allow it. */
    public void writeNotAllowed(Application application, String reason) {
        write(application, new Summary(Summary.State.STALLED, "NotAllowed", reason));
    }

    /** Reports that an application is not reconciled because it ended the process before. */
    public void writeSetAside(Application application, String reason) {
        write(application, new Summary(Summary.State.STALLED, "SetAside", reason));
    }

    /** Reports that an application can't be reconciled now, and that it is tried again. */
    public void writeRetrying(Application application, String reason) {
        write(application, new Summary(Summary.State.RECONCILING, "Retrying", reason));
    }

    /** Keeps the last known values of all other fields. */
    private void write(Application application, Summary summary) {
        ApplicationStatus before = known(application).orElse(ApplicationStatus.NONE);
        ApplicationStatus status = new ApplicationStatus(
                application.getMetadata().getGeneration(),
                new Conditions(known(application), now()).of(summary),
                before.revision(),
                before.attemptedRevision(),
                before.attempt(),
                before.health(),
                Text.line(summary.message()),
                before.objects(),
                before.shortRevision(),
                before.sourceRevision(),
                before.comparedAt(),
                before.nextTryAt(),
                before.drifted(),
                before.unhealthy(),
                before.history());
        write(application, status, summary);
    }

    private void write(Application application, ApplicationStatus status, Summary summary) {
        boolean sameReason = known(application).stream()
                .flatMap(known -> known.conditions().stream())
                .anyMatch(condition -> condition.getType().equals(ApplicationStatus.READY)
                        && condition.getReason().equals(summary.reason()));
        if (write(application, status) && !sameReason) {
            events.record(application, summary);
        }
    }

    /** @return true if the status has changed */
    private boolean write(Application application, ApplicationStatus status) {
        boolean isKnown = known(application)
                .filter(known -> known.withoutTimes().equals(status.withoutTimes()))
                .isPresent();
        if (isKnown) {
            return false;
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode fields = patch.putObject("status");
        Stream.of(
                        "revision",
                        "attemptedRevision",
                        "attempt",
                        "health",
                        "message",
                        "objects",
                        "shortRevision",
                        "sourceRevision",
                        "comparedAt",
                        "nextTryAt",
                        "drifted")
                .forEach(fields::putNull);
        fields.setAll(client.getKubernetesSerialization().convertValue(status, ObjectNode.class));
        try {
            client.resource(application) // with its name alone, the client would read it first
                    .subresource("status")
                    .patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString());
            written.put(application.getMetadata().getUid(), status);
            return true;
        } catch (KubernetesClientException e) {
            // the next pass writes it
            LOG.warnf("status not written: error=HTTP status %d", e.getCode());
            return false;
        }
    }

    private String now() {
        return seconds(clock.instant());
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
