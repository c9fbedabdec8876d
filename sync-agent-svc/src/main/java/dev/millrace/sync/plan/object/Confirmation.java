package dev.millrace.sync.plan.object;

import dev.millrace.cluster.Marks;
import dev.millrace.events.value.CommitId;
import java.util.Optional;

/**
 * The confirmation of deletions that lose more than the objects themselves. It holds for one revision only.
 *
 * @param revision the revision that requests the deletions
 * @param given the value of the Application's annotation {@code millrace.dev/confirm-prune}
 */
public record Confirmation(CommitId revision, Optional<String> given) {

    public boolean isGiven() {
        return given.filter(revision.value()::equals).isPresent();
    }

    /** Returns the instruction to confirm, as the end of a message. */
    public String advice() {
        return "to confirm, annotate the Application with " + Marks.CONFIRM_PRUNE + ": " + revision;
    }
}
