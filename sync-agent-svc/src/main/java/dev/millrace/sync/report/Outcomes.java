package dev.millrace.sync.report;

import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.events.Health;
import dev.millrace.events.HealthChanged;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.SyncCompleted.Action;
import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.events.SyncCompleted.ObjectChange;
import dev.millrace.events.SyncCompleted.ObjectFailure;
import dev.millrace.events.SyncCompleted.Outcome;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.events.wire.Envelope;
import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.health.object.HealthProblem;
import dev.millrace.sync.record.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ends of attempts, and the changes outside of them, as events. */
public final class Outcomes {
    private static final String SERVICE = "sync-agent-svc";
    private static final int MAX_SHOWN = 20;

    /** Kafka takes a megabyte: lists are cut, the counts are of all objects. */
    private static final int MAX_CHANGED = 2_000;

    private static final int MAX_FAILURES = 200;
    private static final int MAX_CHARACTERS = 1_000;

    private Outcomes() {}

    /** Applied, healthy and pruned. */
    public static SyncCompleted succeeded(ApplicationId application, String uid, Attempt attempt, Instant now) {
        return event(
                application, uid, attempt, Outcome.Succeeded, notices(attempt), List.of(), List.of(), Optional.of(now));
    }

    private static Optional<String> notices(Attempt attempt) {
        List<String> all = attempt.done().notices();
        return all.isEmpty() ? Optional.empty() : Optional.of(some(all));
    }

    /** @param left objects that are no longer desired and were not deleted */
    public static SyncCompleted failed(
            ApplicationId application,
            String uid,
            Attempt attempt,
            List<ObjectFailure> failures,
            List<ObjectRef> left,
            String message) {
        return event(application, uid, attempt, Outcome.Failed, Optional.of(message), failures, left, Optional.empty());
    }

    /** Superseded by a newer commit. */
    public static SyncCompleted superseded(ApplicationId application, String uid, Attempt attempt) {
        return event(
                application,
                uid,
                attempt,
                Outcome.Superseded,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    private static SyncCompleted event(
            ApplicationId application,
            String uid,
            Attempt attempt,
            Outcome outcome,
            Optional<String> message,
            List<ObjectFailure> failures,
            List<ObjectRef> left,
            Optional<Instant> healthyAt) {
        Attempt.Work done = attempt.done();
        SyncCompleted.Counts counts = new SyncCompleted.Counts(
                done.count(Action.CREATED),
                done.count(Action.CONFIGURED) + done.count(Action.ADOPTED),
                done.unchanged(),
                done.count(Action.PRUNED),
                failures.size());
        return new SyncCompleted(
                application,
                uid,
                attempt.identity().flatMap(Attempt.Identity::cluster),
                attempt.number(),
                attempt.identity().map(Attempt.Identity::attempt),
                attempt.identity().map(Attempt.Identity::record),
                outcome,
                message.map(Outcomes::shortened),
                attempt.repository(),
                attempt.ref(),
                attempt.revision(),
                attempt.previous(),
                counts,
                first(MAX_CHANGED, done.changed()),
                first(MAX_CHANGED, done.images()),
                first(MAX_FAILURES, failures.stream().map(Outcomes::shortened).toList()),
                first(MAX_CHANGED, left),
                attempt.startedAt(),
                attempt.appliedAt(),
                healthyAt,
                attempt.why().trigger(),
                attempt.why().causes());
    }

    private static <T> List<T> first(int most, List<T> all) {
        return all.size() <= most ? all : all.subList(0, most);
    }

    private static ObjectFailure shortened(ObjectFailure failure) {
        return new ObjectFailure(
                failure.object(),
                failure.kind(),
                shortened(failure.reason()),
                failure.changedByAttempt(),
                failure.images());
    }

    private static String shortened(String text) {
        if (text.length() <= MAX_CHARACTERS) {
            return text;
        }
        boolean halves = Character.isHighSurrogate(text.charAt(MAX_CHARACTERS - 1)); // a character of two units
        return text.substring(0, halves ? MAX_CHARACTERS - 1 : MAX_CHARACTERS) + " …";
    }

    /** Returns the event with the causes of the attempt. */
    public static Envelope<SyncCompleted> envelope(SyncCompleted outcome, Attempt attempt, Instant now) {
        Attempt.Why why = attempt.why();
        return new Envelope<>(outcome, SERVICE, now, why.chain(), why.causation(), why.trace());
    }

    /**
     * A change of health outside of an attempt; it belongs to the chain of the applied commit.
     *
     * @param cluster the uid of the cluster
     */
    public static Envelope<HealthChanged> healthChanged(
            ApplicationId application,
            String uid,
            Optional<UUID> cluster,
            AppliedRecord record,
            Health before,
            ApplicationHealth now,
            Instant since) {
        List<HealthChanged.ObjectHealth> objects = now.objects().stream()
                .limit(MAX_FAILURES)
                .map(of -> new HealthChanged.ObjectHealth(
                        of.ref(), of.health().health(), shortened(of.health().message())))
                .toList();
        HealthChanged event =
                new HealthChanged(application, uid, cluster, before, now.health(), since, record.revision(), objects);
        ChainId chain = record.chain()
                .orElseThrow(() -> new IllegalStateException("an application with objects has had an attempt"));
        return new Envelope<>(event, SERVICE, since, chain, record.causation(), Optional.empty());
    }

    /**
     * Returns one unhealthy object as a failure of the attempt.
     *
     * @param images the images that it runs
     */
    public static ObjectFailure failure(
            Attempt attempt, ApplicationHealth.Of unhealthy, HealthProblem problem, List<String> images) {
        boolean changed =
                attempt.done().changed().stream().map(ObjectChange::object).anyMatch(unhealthy.ref()::equals);
        return new ObjectFailure(unhealthy.ref(), kind(unhealthy, problem), problem.message(), changed, images);
    }

    private static FailureKind kind(ApplicationHealth.Of unhealthy, HealthProblem problem) {
        return switch (problem.kind()) {
            case OWN -> FailureKind.ROLLOUT;
            case UNSCHEDULABLE -> FailureKind.UNSCHEDULABLE;
            case UNKNOWN ->
                unhealthy.health().health() == Health.Unknown ? FailureKind.INFRASTRUCTURE : FailureKind.TIMEOUT;
        };
    }

    /** Returns the reasons why not all objects could be applied, for people. */
    public static String incomplete(Attempt attempt) {
        List<String> reasons = new ArrayList<>(attempt.done().unreadable());
        attempt.done().failures().forEach(failure -> reasons.add(failure.object() + ": " + failure.reason()));
        return some(reasons);
    }

    /** Returns the reason why an application did not become healthy in time, for people. */
    public static String unhealthy(ApplicationHealth health, List<ObjectFailure> failures, Duration timeout) {
        List<String> reasons = failures.stream()
                .map(failure -> failure.object() + ": " + failure.reason())
                .toList();
        String reason = reasons.isEmpty() ? "its objects were not seen" : some(reasons);
        return health.isBroken() ? reason : "not healthy after " + timeout.toSeconds() + " s: " + reason;
    }

    /** Returns the first of these in one line, and how many more there are. */
    public static String some(List<String> all) {
        String shown = all.stream().limit(MAX_SHOWN).collect(Collectors.joining("; "));
        return shown + (all.size() > MAX_SHOWN ? "; and " + (all.size() - MAX_SHOWN) + " more" : "");
    }

    /** Returns the counts of an attempt in a few words, for logs. */
    public static String summary(SyncCompleted outcome) {
        SyncCompleted.Counts counts = outcome.counts();
        return Stream.of(
                        counts.created() + " created",
                        counts.configured() + " configured",
                        counts.unchanged() + " unchanged",
                        counts.pruned() + " pruned",
                        counts.failed() + " failed")
                .filter(part -> !part.startsWith("0 "))
                .collect(Collectors.joining(", "));
    }
}
