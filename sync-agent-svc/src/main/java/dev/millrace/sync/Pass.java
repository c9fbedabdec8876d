package dev.millrace.sync;

import dev.millrace.events.Health;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.steer.Facts;
import dev.millrace.sync.steer.Findings;
import dev.millrace.sync.steer.Policy;
import dev.millrace.sync.steer.RecordFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One pass over an application: what was looked up and what ended in it. It ends with the pass. */
final class Pass {
    private final Subject app;
    private final TrackedApplication tracked;
    private final Instant began;
    private final List<EndedAttempt> ended = new ArrayList<>();
    private Findings findings;
    private boolean effectsUnrecorded;

    Pass(Subject app, TrackedApplication tracked, boolean sourceRequested, Instant began) {
        this.began = began;
        this.app = app;
        this.tracked = tracked;
        this.findings = Findings.none(sourceRequested);
    }

    Subject app() {
        return app;
    }

    TrackedApplication tracked() {
        return tracked;
    }

    Findings findings() {
        return findings;
    }

    void found(UnaryOperator<Findings> more) {
        findings = more.apply(findings);
    }

    /** The facts for the next step. */
    Facts facts(Instant now) {
        Ledger ledger = tracked.ledger();
        Optional<Health> published =
                ledger.noted().publishedHealth().or(() -> app.published().health());
        return new Facts(
                began,
                now,
                policy(ledger),
                RecordFacts.of(ledger, published),
                tracked.attempt(),
                tracked.source(),
                tracked.drift(),
                findings);
    }

    private Policy policy(Ledger ledger) {
        return new Policy(
                app.asked().deletion() ? Optional.of(app.spec().deletion()) : Optional.empty(),
                app.suspended(),
                app.spec().observe(),
                app.heal(),
                !app.spec().dependsOn().isEmpty(),
                app.timeout(),
                SyncRequests.isOpen(app, ledger),
                app.asked().confirmedPrune());
    }

    /** The cluster was changed: that is recorded before the next change. */
    void changedCluster() {
        effectsUnrecorded = true;
        findings = findings.afterChange();
    }

    /** Objects were created that the record names as intended: that is enough for the next change. */
    void createdAsIntended() {
        findings = findings.afterChange();
    }

    boolean hasUnrecordedEffects() {
        return effectsUnrecorded;
    }

    void setRecorded() {
        effectsUnrecorded = false;
    }

    void ended(EndedAttempt attempt) {
        ended.add(attempt);
    }

    List<EndedAttempt> ended() {
        return List.copyOf(ended);
    }
}
