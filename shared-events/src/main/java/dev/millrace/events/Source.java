package dev.millrace.events;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import java.time.Instant;

/**
 * The commit that an image was built from.
 *
 * @param committedAt the commit's committer time
 * @param sequence how many commits the first-parent history of the commit has on its ref; of two images of one ref the higher is newer
 */
public record Source(RepositoryId repository, CommitId commit, GitRef ref, Instant committedAt, long sequence) {

    public Source {
        if (sequence < 1) {
            throw new IllegalArgumentException("a commit's sequence starts at 1: " + sequence);
        }
    }
}
