package dev.millrace.updater.review;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.util.List;
import java.util.Optional;

/**
 * The pull or merge requests of one repository, on its git host. Only those from a branch of the repository itself are seen: a fork's
 * branch may be called as ours. Every method throws {@link ReviewUnavailable} while the host is away, and {@link ReviewRefused} if it
 * will not.
 */
public interface ReviewHost {

    /** The open requests into a branch. */
    List<ReviewRequest> open(GitRef base);

    /** The newest request from a branch into another, whatever became of it. */
    Optional<ReviewRequest> newest(GitRef head, GitRef base);

    /** A request as it stands now, with who merged it if the host tells. */
    ReviewRequest read(long number);

    /** Opens a request. Both branches exist, and differ. */
    ReviewRequest open(Proposal proposal);

    /** Writes title and text anew, and adds labels; those that people added stay. */
    ReviewRequest change(long number, String title, String text, List<String> labels);

    /** Closes a request without merging it; does nothing if it is not open. */
    void close(long number);

    /**
     * Merges a request, or has the host merge it once its checks allow, if it can do so by itself.
     *
     * @param head what is to be merged: if the branch stands elsewhere by now, nothing is
     */
    MergeResult merge(long number, CommitId head);
}
