package dev.millrace.git.transport;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.RemoteRefUpdate;

/** Decides from the host's answer if another try can succeed. */
final class PushAnswer {
    /** The messages of Git, JGit and hosts when two pushes collide. Not shorter: "blocked" and "locked branch" are no collisions. */
    private static final List<String> RACE = List.of(
            "cannot lock",
            "failed to lock",
            "lock error",
            "lock failure",
            "fetch first",
            "non-fast-forward",
            "stale info",
            "failed to update ref",
            "reference already exists",
            "incorrect old value",
            "invalid old id");

    private PushAnswer() {}

    /** @param masked removes secrets from a text of the host */
    static PushOutcome of(RemoteRefUpdate update, UnaryOperator<String> masked) throws TransportException {
        String reason = Optional.ofNullable(update.getMessage())
                .map(masked)
                .map(TransportErrors::printable)
                .orElse(update.getStatus().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        return switch (update.getStatus()) {
            case OK, UP_TO_DATE -> new PushOutcome.Pushed();
            case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> new PushOutcome.Rejected(reason);
            case REJECTED_OTHER_REASON ->
                RACE.stream().anyMatch(reason.toLowerCase(Locale.ROOT)::contains)
                        ? new PushOutcome.Rejected(reason)
                        : new PushOutcome.Refused(reason);
            case REJECTED_NODELETE -> new PushOutcome.Refused(reason);
            case NON_EXISTING, AWAITING_REPORT, NOT_ATTEMPTED ->
                throw new TransportException("the host did not report the result of the push");
        };
    }
}
