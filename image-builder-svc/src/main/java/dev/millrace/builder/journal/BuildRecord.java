package dev.millrace.builder.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.builder.queue.QueuedBuild;
import dev.millrace.events.Source;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import java.time.Instant;
import java.util.Optional;

/**
 * A build as shown to users.
 *
 * @param id of the build, in {@code /builds/{id}/log}
 * @param startedAt the time since which it runs, or waits
 * @param outcome the reason of the failure in one sentence, or the image's reference; absent while the build runs
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record BuildRecord(
        String id,
        RepositoryId repository,
        CommitId commit,
        GitRef ref,
        ImageName image,
        State state,
        Instant startedAt,
        Optional<Instant> endedAt,
        Optional<String> outcome) {

    /** The state of a build. */
    public enum State {
        WAITING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED
    }

    /** A build that waits for its turn. */
    public static BuildRecord waiting(QueuedBuild build) {
        return new BuildRecord(
                build.id(),
                build.repository(),
                build.commit(),
                build.ref(),
                build.image(),
                State.WAITING,
                build.since(),
                Optional.empty(),
                Optional.empty());
    }

    /** A build that starts. */
    public static BuildRecord running(String id, Source source, ImageName image, Instant startedAt) {
        return new BuildRecord(
                id,
                source.repository(),
                source.commit(),
                source.ref(),
                image,
                State.RUNNING,
                startedAt,
                Optional.empty(),
                Optional.empty());
    }

    BuildRecord withId(String known) {
        return new BuildRecord(known, repository, commit, ref, image, state, startedAt, endedAt, outcome);
    }

    BuildRecord ended(State state, String outcome, Instant at) {
        return new BuildRecord(
                id, repository, commit, ref, image, state, startedAt, Optional.of(at), Optional.of(outcome));
    }
}
