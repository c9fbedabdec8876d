package dev.millrace.sync.status;

import dev.millrace.sync.ReconcileResult;
import dev.millrace.sync.Subject;
import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.record.Attempt;
import dev.millrace.sync.state.Failure;
import dev.millrace.sync.state.OpenDrift;
import dev.millrace.sync.state.Preview;
import dev.millrace.sync.state.SourceProblem;
import java.util.Optional;

/** The state of an application in one word, one reason and one sentence. */
record Summary(State state, String reason, String message) {

    enum State {
        READY,
        /** It is progressing. */
        RECONCILING,
        /** It is not ready, and nothing is in progress. */
        NOT_READY,
        /** A user has to act. */
        STALLED
    }

    static Summary of(Subject subject, ReconcileResult result) {
        if (result.sourceProblem().isPresent()) {
            SourceProblem problem = result.sourceProblem().get();
            return new Summary(
                    problem.kind().isTransient() ? State.RECONCILING : State.STALLED,
                    problem.kind().reason(),
                    problem.summary());
        }
        Optional<Attempt> running = result.ledger().running();
        if (running.isPresent()) {
            String waits = result.waitsFor().isEmpty()
                    ? result.health().map(ApplicationHealth::message).orElse("")
                    : result.waitsFor();
            return new Summary(
                    State.RECONCILING,
                    "Progressing",
                    "bringing " + running.get().revision().shortForm() + (waits.isEmpty() ? "" : "; " + waits));
        }
        if (!result.waitsFor().isEmpty()) {
            return new Summary(
                    State.RECONCILING, subject.asked().deletion() ? "Deleting" : "Waiting", result.waitsFor());
        }
        return atRest(subject, result);
    }

    private static Summary atRest(Subject subject, ReconcileResult result) {
        if (result.preview().isPresent()) {
            Preview preview = result.preview().get();
            return new Summary(preview.changesNothing() ? State.READY : State.NOT_READY, "Observed", preview.message());
        }
        if (subject.suspended()) {
            return new Summary(State.NOT_READY, "Suspended", "suspended");
        }
        if (result.ledger().failure().isPresent()) {
            Failure failure = result.ledger().failure().get();
            return failed(failure, result.retryAt().isPresent());
        }
        return result.health()
                .filter(ApplicationHealth::known)
                .filter(health -> !health.isSettled())
                .map(health -> new Summary(State.NOT_READY, health.health().name(), health.message()))
                .or(() -> drifted(result))
                .orElseGet(() -> applied(result));
    }

    /** Drift that is to be undone is undone before the application is ready. */
    private static Optional<Summary> drifted(ReconcileResult result) {
        return result.drift().values().stream().anyMatch(OpenDrift::isToBeHealed)
                ? Optional.of(new Summary(
                        State.NOT_READY,
                        Conditions.isContested(result) ? "Contested" : "Drifted",
                        new Conditions(Optional.empty(), "").drift(result)))
                : Optional.empty();
    }

    private static String notice(ReconcileResult result) {
        String notice = result.ledger().noted().notice();
        return notice.isEmpty() ? "" : "; " + notice;
    }

    private static String done(ReconcileResult result) {
        return result.ledger().objects().isEmpty() ? " is applied: it declares no objects" : " is applied and healthy";
    }

    /** A refused object will most likely be refused again: a user has to act, although it is retried. */
    private static Summary failed(Failure failure, boolean retried) {
        boolean needsUser = !retried || failure.kind() == Failure.Kind.REFUSED;
        return new Summary(
                needsUser ? State.STALLED : State.NOT_READY,
                failure.kind() == Failure.Kind.PRUNE_WITHHELD ? "PruneWithheld" : "SyncFailed",
                failure.message());
    }

    private static Summary applied(ReconcileResult result) {
        return result.ledger()
                .revision()
                .map(revision ->
                        new Summary(State.READY, "Succeeded", revision.shortForm() + done(result) + notice(result)))
                .orElseGet(() -> new Summary(State.RECONCILING, "Waiting", "nothing has been applied yet"));
    }
}
