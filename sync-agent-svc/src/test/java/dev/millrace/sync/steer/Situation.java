package dev.millrace.sync.steer;

import dev.millrace.cluster.application.DeletionPolicy;
import dev.millrace.events.Health;
import dev.millrace.events.SyncCompleted.ObjectFailure;
import dev.millrace.events.value.CommitId;
import dev.millrace.sync.plan.Pruning;
import dev.millrace.sync.record.Attempt;
import dev.millrace.sync.record.Ledger.Answered;
import dev.millrace.sync.state.AttemptState;
import dev.millrace.sync.state.DriftState;
import dev.millrace.sync.state.Failure;
import dev.millrace.sync.state.HealHistory;
import dev.millrace.sync.state.Preview;
import dev.millrace.sync.state.SourceProblem;
import dev.millrace.sync.state.SourceState;
import dev.millrace.sync.state.Triggers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Builds the facts about one application, in words. The initial state is applied, healthy and at rest. */
final class Situation {
    static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    static final Duration TIMEOUT = Duration.ofMinutes(10);

    private Optional<DeletionPolicy> deletion = Optional.empty();
    private boolean suspended;
    private boolean observed;
    private boolean heal;
    private boolean dependent;
    private boolean syncRequested;
    private Optional<String> confirmed = Optional.empty();
    private long attempts = 1;
    private Optional<Attempt> running = Optional.empty();
    private Optional<Failure> failure = Optional.empty();
    private boolean holdsObjects = true;
    private boolean hasEvents;
    private AttemptState attempt = idle(Optional.empty());
    private SourceState source = SourceState.UNKNOWN
            .at(new SourceState.Tip(Examples.OLD, Examples.MAIN))
            .comparedWith(Examples.OLD);
    private DriftState drift = DriftState.NONE;
    private Findings findings = Findings.none(false);

    static Situation atRest() {
        return new Situation();
    }

    /** Nothing was ever applied. */
    static Situation fresh() {
        Situation fresh = new Situation();
        fresh.attempts = 0;
        fresh.holdsObjects = false;
        fresh.source = SourceState.UNKNOWN;
        return fresh;
    }

    Facts facts() {
        Policy policy = new Policy(deletion, suspended, observed, heal, dependent, TIMEOUT, syncRequested, confirmed);
        Optional<CommitId> attempted =
                running.map(Attempt::revision).or(() -> attempts == 0 ? Optional.empty() : Optional.of(Examples.OLD));
        RecordFacts record = new RecordFacts(
                attempts,
                attempted,
                running,
                failure,
                holdsObjects,
                hasEvents,
                attempts == 0 ? Optional.empty() : Optional.of(Health.Healthy));
        return new Facts(NOW, NOW, policy, record, attempt, source, drift, findings);
    }

    Step next() {
        return Steering.next(facts());
    }

    private static AttemptState idle(Optional<Instant> retryAt) {
        return new AttemptState.Idle(retryAt, retryAt.isPresent() ? 1 : 0, Set.of(), Map.of());
    }

    Situation failed(Failure.Kind kind) {
        failure = Optional.of(new Failure(kind, "it failed"));
        return this;
    }

    Situation retryIn(Duration wait) {
        attempt = idle(Optional.of(NOW.plus(wait)));
        return this;
    }

    Situation interrupted() {
        attempt = new AttemptState.Interrupted();
        return running(Duration.ofSeconds(5));
    }

    Situation applying(int done, int... waves) {
        attempt = new AttemptState.Applying(
                Examples.work(Examples.plan(0, new Pruning.Allowed(), waves)), done, Map.of());
        return running(Duration.ofSeconds(5));
    }

    Situation settling(int undesired, Pruning pruning) {
        attempt = new AttemptState.Settling(Examples.work(Examples.plan(undesired, pruning, 0)), Map.of());
        return running(Duration.ofSeconds(5));
    }

    Situation removing(AttemptState.Removing.Order order) {
        attempt = new AttemptState.Removing(
                Examples.work(Examples.plan(1, new Pruning.Allowed(), 0)), order, 0, Map.of());
        return running(Duration.ofSeconds(5));
    }

    Situation ending() {
        attempt = new AttemptState.Ending(List.of(Examples.prune()), 0, 0);
        return running(Duration.ofSeconds(5));
    }

    Situation running(Duration since, ObjectFailure... failures) {
        attempts = 2;
        running = Optional.of(Examples.attempt(2, Examples.NEW, NOW.minus(since), failures));
        return this;
    }

    Situation timedOut() {
        return running(TIMEOUT);
    }

    /** The API server refused one object of the running attempt. */
    Situation refused() {
        return running(Duration.ofSeconds(5), Examples.REFUSED);
    }

    /** The source was found at a commit with which the application was not compared. */
    Situation at(CommitId commit) {
        source = new SourceState(
                Optional.of(new SourceState.Tip(commit, Examples.MAIN)),
                source.compared(),
                Optional.empty(),
                source.preview(),
                source.demand());
        return this;
    }

    Situation comparedWith(CommitId commit) {
        source = source.comparedWith(commit);
        return this;
    }

    Situation asked(Triggers triggers) {
        source = source.asked(triggers.ofSource());
        drift = drift.suspecting(triggers.drifted());
        findings = Findings.none(triggers.sourceAsOf().isPresent());
        return this;
    }

    Situation failing(SourceProblem.Kind kind, Optional<Duration> nextTry) {
        source = source.failing(new SourceProblem(kind, "no answer", 1, nextTry.map(NOW::plus)));
        return this;
    }

    Situation previewed(CommitId commit) {
        source = source.previewed(new Preview(commit, "inputs", true, "would change nothing"));
        return this;
    }

    Situation deletion(DeletionPolicy policy) {
        deletion = Optional.of(policy);
        return this;
    }

    Situation suspended() {
        suspended = true;
        return this;
    }

    Situation observed() {
        observed = true;
        return this;
    }

    Situation healing() {
        heal = true;
        return scheduled(Duration.ofHours(1));
    }

    Situation dependent() {
        dependent = true;
        return this;
    }

    Situation syncRequested() {
        syncRequested = true;
        return this;
    }

    Situation confirmed(CommitId commit) {
        confirmed = Optional.of(commit.value());
        return this;
    }

    Situation scheduled(Duration wait) {
        drift = drift.comparingAllAt(Optional.of(NOW.plus(wait)));
        return this;
    }

    Situation unscheduled() {
        drift = drift.comparingAllAt(Optional.empty());
        return this;
    }

    Situation drifted(String identity) {
        drift = drift.suspecting(List.of(identity));
        return this;
    }

    /** The object had to be restored three times within a short time. */
    Situation contested(String identity) {
        HealHistory heals = HealHistory.NONE;
        for (int i = 3; i > 0; i--) {
            heals = heals.healed(Map.of(identity, "data.a"), NOW.minusSeconds(i));
        }
        drift = differing(DriftState.recorded(Map.of(), heals).comparingAllAt(drift.compareAllAt()), identity, NOW);
        return this;
    }

    private static DriftState differing(DriftState drift, String identity, Instant now) {
        return drift.compared(
                Set.of(identity), Set.of(), Map.of(identity, "data"), (one, since) -> Optional.of(since), now);
    }

    /** The object was compared, and differs. */
    Situation differing(String identity) {
        drift = differing(drift, identity, NOW);
        return driftCompared();
    }

    Situation withoutObjects() {
        holdsObjects = false;
        return this;
    }

    Situation withEvents() {
        hasEvents = true;
        return this;
    }

    Situation health(Health health) {
        return health(true, health);
    }

    Situation health(boolean known, Health health) {
        findings = findings.with(Examples.health(known, health));
        return this;
    }

    Situation sourceRead() {
        findings = findings.withSourceRead();
        return this;
    }

    Situation target(CommitId commit) {
        findings = findings.with(new Target.Current(commit));
        return this;
    }

    Situation requested(CommitId commit) {
        findings = findings.with(new Target.Requested(commit, new Answered("now", Examples.NEW)));
        return this;
    }

    Situation requestRefused(String reason) {
        findings = findings.with(new Target.Refused(Examples.OLD, reason));
        return this;
    }

    Situation compared(boolean sameInputs, boolean sameContent) {
        findings = findings.with(new Findings.Comparison(sameInputs, sameContent));
        return this;
    }

    Situation driftCompared() {
        findings = findings.withDriftCompared();
        return this;
    }

    Situation dependencies(Optional<String> unmet) {
        findings = findings.with(new Findings.Dependencies(unmet));
        return this;
    }

    Situation removed(RemovalProgress progress) {
        findings = findings.with(progress);
        return this;
    }
}
