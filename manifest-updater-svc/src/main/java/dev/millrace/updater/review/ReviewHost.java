package dev.millrace.updater.review;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.host.HostRefused;
import dev.millrace.git.host.HostUnavailable;
import java.util.List;
import java.util.Optional;

/**
 * The pull or merge requests of one repository, on its Git host. Only requests from branches of the repository itself are returned, because a
 * fork may have a branch of the same name. Every method throws {@link HostUnavailable} while the host is unreachable, and
 * {@link HostRefused} if it refuses.
 */
public interface ReviewHost {

    /** The open requests into a branch. */
    List<ReviewRequest> open(GitRef base);

    /** The newest request from a branch into another, in any state. */
    Optional<ReviewRequest> newest(GitRef head, GitRef base);

    /** The current state of a request, with the user who merged it if the host states it. */
    ReviewRequest read(long number);

    /** Opens a request. Both branches exist and differ. */
    ReviewRequest open(Proposal proposal);

    /** Replaces title and text, and adds labels; labels added by users stay. */
    ReviewRequest change(long number, String title, String text, List<String> labels);

    /** Closes a request without merging it; does nothing if it is not open. */
    void close(long number);

    /**
     * Merges a request, or lets the host merge it once its checks pass, if it supports that.
     *
     * @param head the commit to merge: if the branch has moved, nothing is merged
     */
    MergeResult merge(long number, CommitId head);
}
