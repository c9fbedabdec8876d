package dev.millrace.sync.status;

import dev.millrace.sync.Outlook;
import dev.millrace.sync.Preview;
import dev.millrace.sync.SourceTrouble;
import dev.millrace.sync.Subject;
import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.record.Attempt;
import java.util.Optional;

/** How an application stands, in one word, one reason and one sentence. */
record Summary(State state, String reason, String message) {

    enum State {
        READY,
        /** On its way there. */
        RECONCILING,
        /** Not there, and nothing is on its way. */
        NOT_READY,
        /** Only a change can help. */
        STALLED
    }

    static Summary of(Subject subject, Outlook outlook) {
        if (outlook.sourceTrouble().isPresent()) {
            SourceTrouble trouble = outlook.sourceTrouble().get();
            return new Summary(
                    trouble.state().passes() ? State.RECONCILING : State.STALLED,
                    trouble.state().word(),
                    trouble.message());
        }
        Optional<Attempt> running = outlook.ledger().running();
        if (running.isPresent()) {
            String waits = outlook.waits().isEmpty()
                    ? outlook.health().map(ApplicationHealth::message).orElse("")
                    : outlook.waits();
            return new Summary(
                    State.RECONCILING,
                    "Progressing",
                    "bringing " + running.get().revision().shortForm() + (waits.isEmpty() ? "" : "; " + waits));
        }
        if (!outlook.waits().isEmpty()) {
            return new Summary(State.RECONCILING, subject.asked().deletion() ? "Deleting" : "Waiting", outlook.waits());
        }
        if (outlook.preview().isPresent()) {
            Preview preview = outlook.preview().get();
            return new Summary(preview.changesNothing() ? State.READY : State.NOT_READY, "Observed", preview.message());
        }
        if (subject.suspended()) {
            return new Summary(State.NOT_READY, "Suspended", "suspended");
        }
        String failure = outlook.ledger().failure();
        if (!failure.isEmpty()) {
            boolean withheld = StatusWriter.isPruneWithheld(failure);
            return new Summary(State.STALLED, withheld ? "PruneWithheld" : "SyncFailed", failure);
        }
        return outlook.health()
                .filter(ApplicationHealth::known)
                .filter(health -> !health.isSettled())
                .map(health -> new Summary(State.NOT_READY, health.health().name(), health.message()))
                .orElseGet(() -> applied(outlook));
    }

    private static Summary applied(Outlook outlook) {
        return outlook.ledger()
                .revision()
                .map(revision ->
                        new Summary(State.READY, "Succeeded", revision.shortForm() + " is applied and healthy"))
                .orElseGet(() -> new Summary(State.RECONCILING, "Waiting", "nothing has been applied yet"));
    }
}
