package dev.millrace.updater.decide;

import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import java.util.Optional;

/**
 * An update named by a commit's trailers.
 *
 * @param event the event that caused it
 * @param reverts the commit of ours that it reverts; then the image is the one that failed
 */
public record WrittenUpdate(
        CommitId commit,
        String policy,
        ChainId chain,
        EventId event,
        ImageName image,
        Tag tag,
        Digest digest,
        BuildInfo built,
        Optional<CommitId> reverts) {

    /** Returns true if an update for the policy, caused by the event, led to this one. */
    boolean isCausedBy(String otherPolicy, EventId cause) {
        return policy.equals(otherPolicy) && event.equals(cause);
    }
}
