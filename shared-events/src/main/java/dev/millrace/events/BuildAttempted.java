package dev.millrace.events;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import java.time.Instant;

/**
 * A build of an image begins or has ended. Each record replaces the previous one of the same build. One that states open attempts and is not
 * followed by another was written by a service that died during the build.
 *
 * @param build the fingerprint of the build
 * @param openAttempts the number of attempts in a row that began and did not end; zero after one that ended, whatever its outcome
 */
public record BuildAttempted(
        String build, RepositoryId repository, CommitId commit, ImageName image, int openAttempts, Instant changedAt)
        implements Event {

    public BuildAttempted {
        if (openAttempts < 0) {
            throw new IllegalArgumentException("a number of attempts is not negative: " + openAttempts);
        }
    }

    @Override
    public Topic topic() {
        return Topic.BUILD_ATTEMPTED;
    }

    @Override
    public String key() {
        return build;
    }

    @Override
    public EventId id() {
        return EventId.of("build.attempted", build, changedAt.toString());
    }

    @Override
    public String subject() {
        return image + (openAttempts > 0 ? " begun" : " ended");
    }
}
