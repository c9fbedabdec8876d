package dev.millrace.events;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import java.time.Instant;
import java.util.Optional;

/**
 * The commit from which an image was built.
 *
 * @param committedAt the commit's committer time
 * @param sequence the number of commits in the first-parent history of the commit; of two images of one ref, the one with the higher number is
 *     newer
 * @param rewoundAt the time of the last move of the ref to a history without its previous tip (a force push); of two images of one ref, one from after the
 *     move is newer than any from before it, whatever their sequences; absent if no such move is known
 * @param subject the first line of the commit's message, at most {@value #MAX_SUBJECT_LENGTH} characters; for users
 */
public record Source(
        RepositoryId repository,
        CommitId commit,
        GitRef ref,
        Instant committedAt,
        long sequence,
        Optional<Instant> rewoundAt,
        Optional<String> subject) {
    private static final int MAX_SUBJECT_LENGTH = 200;

    public Source {
        if (sequence < 1) {
            throw new IllegalArgumentException("the sequence of a commit starts at 1: " + sequence);
        }
        subject = subject.filter(text -> !text.isBlank()).map(Source::shortened);
    }

    /** Creates a source without a subject. */
    public Source(RepositoryId repository, CommitId commit, GitRef ref, Instant committedAt, long sequence) {
        this(repository, commit, ref, committedAt, sequence, Optional.empty());
    }

    /** Creates a source on a ref that was only moved forward. */
    public Source(
            RepositoryId repository,
            CommitId commit,
            GitRef ref,
            Instant committedAt,
            long sequence,
            Optional<String> subject) {
        this(repository, commit, ref, committedAt, sequence, Optional.empty(), subject);
    }

    /** The source with another time of its ref's last force push. */
    public Source withRewoundAt(Optional<Instant> at) {
        return new Source(repository, commit, ref, committedAt, sequence, at, subject);
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= MAX_SUBJECT_LENGTH
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_SUBJECT_LENGTH));
    }
}
