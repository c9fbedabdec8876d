package dev.millrace.events;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import java.time.Instant;
import java.util.Optional;

/**
 * The commit that an image was built from.
 *
 * @param committedAt the commit's committer time
 * @param sequence how many commits the first-parent history of the commit has on its ref; of two images of one ref the higher is newer
 * @param subject the first line of the commit's message, at most {@value #LONGEST_SUBJECT} characters; for people
 */
public record Source(
        RepositoryId repository,
        CommitId commit,
        GitRef ref,
        Instant committedAt,
        long sequence,
        Optional<String> subject) {
    private static final int LONGEST_SUBJECT = 200;

    public Source {
        if (sequence < 1) {
            throw new IllegalArgumentException("a commit's sequence starts at 1: " + sequence);
        }
        subject = subject.filter(text -> !text.isBlank()).map(Source::shortened);
    }

    /** A commit whose subject isn't known. */
    public Source(RepositoryId repository, CommitId commit, GitRef ref, Instant committedAt, long sequence) {
        this(repository, commit, ref, committedAt, sequence, Optional.empty());
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST_SUBJECT
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_SUBJECT));
    }
}
