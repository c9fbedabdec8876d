package dev.millrace.sync;

import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.state.Failure;
import dev.millrace.sync.state.OpenDrift;
import dev.millrace.sync.state.Preview;
import dev.millrace.sync.state.SourceProblem;
import dev.millrace.sync.state.SourceState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Builds the result of a pass, in words. At first the application rests: its first attempt has succeeded, and its health was not read. */
public final class SampleResult {
    private Ledger ledger = Sample.applied("one");
    private Optional<ApplicationHealth> health = Optional.empty();
    private SourceState source =
            SourceState.UNKNOWN.at(new SourceState.Tip(Sample.NEW, Sample.MAIN)).comparedWith(Sample.NEW);
    private String waitsFor = "";
    private boolean held;
    private List<EndedAttempt> ended = List.of();
    private boolean left;
    private boolean rechecked;
    private Map<String, OpenDrift> drift = Map.of();
    private Set<String> contested = Set.of();
    private Optional<Instant> retryAt = Optional.empty();
    private Optional<Instant> checkAt = Optional.empty();

    public static SampleResult atRest() {
        return new SampleResult();
    }

    public SampleResult with(Ledger known) {
        ledger = known;
        return this;
    }

    public SampleResult failed(Failure.Kind kind, String message) {
        ledger = new Ledger(
                ledger.record(),
                new dev.millrace.sync.record.RecordNotes(
                        ledger.noted().revision(),
                        Optional.empty(),
                        Optional.of(new Failure(kind, message)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(),
                        "",
                        Optional.empty()));
        return this;
    }

    public SampleResult with(ApplicationHealth read) {
        health = Optional.of(read);
        return this;
    }

    public SampleResult with(SourceState known) {
        source = known;
        return this;
    }

    public SampleResult problem(SourceProblem.Kind kind, String message, Optional<Instant> nextTry) {
        source = source.failing(new SourceProblem(kind, message, 1, nextTry));
        return this;
    }

    public SampleResult previewed(boolean changesNothing, String message) {
        source = source.previewed(new Preview(Sample.NEW, "inputs", changesNothing, message));
        return this;
    }

    public SampleResult waitsFor(String what) {
        waitsFor = what;
        return this;
    }

    public SampleResult held(String what) {
        held = true;
        return waitsFor(what);
    }

    public SampleResult ended(EndedAttempt... attempts) {
        ended = List.of(attempts);
        return this;
    }

    public SampleResult left() {
        left = true;
        return this;
    }

    public SampleResult rechecked() {
        rechecked = true;
        return this;
    }

    /** Drift that is to be undone from that time on. */
    public SampleResult drift(Map<String, String> fields, Instant healAt) {
        drift = open(fields, Optional.of(healAt));
        return this;
    }

    private static Map<String, OpenDrift> open(Map<String, String> fields, Optional<Instant> healAt) {
        Map<String, OpenDrift> open = new HashMap<>();
        fields.forEach((identity, differing) ->
                open.put(identity, new OpenDrift(differing, Instant.EPOCH, healAt, Optional.empty())));
        return open;
    }

    public SampleResult drift(Map<String, String> fields, String... leftAlone) {
        drift = open(fields, Optional.empty());
        contested = Set.of(leftAlone);
        return this;
    }

    public SampleResult retryAt(Instant at) {
        retryAt = Optional.of(at);
        return this;
    }

    public SampleResult checkAt(Instant at) {
        checkAt = Optional.of(at);
        return this;
    }

    public ReconcileResult build() {
        return new ReconcileResult(
                ledger, health, source, waitsFor, held, ended, left, rechecked, drift, contested, retryAt, checkAt);
    }
}
