package dev.millrace.updater.decide;

import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import java.util.Optional;

/**
 * An update that a commit's trailers name.
 *
 * @param event the one that led to it
 * @param reverts the commit of ours that was taken back for it; then the image is the one that failed
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

    /** Whether this is what an update for the policy, caused by the event, asked for. */
    boolean isCausedBy(String otherPolicy, EventId cause) {
        return policy.equals(otherPolicy) && event.equals(cause);
    }
}
