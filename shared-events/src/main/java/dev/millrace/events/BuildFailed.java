package dev.millrace.events;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import java.time.Instant;
import java.util.Optional;

/**
 * The build of a commit failed. It will fail again until the commit or its build configuration changes.
 *
 * @param image the image; absent if the build configuration could not be read
 * @param configuration SHA-256, in hex, of the image's part of the build configuration, so that two images of one commit fail as two
 *     facts; of the whole file if it could not be read; of empty text if there was none
 * @param exitStatus the exit status of the failed tool; absent if none ran or it was ended at its limit
 * @param reason one sentence: the failed operation and the error
 * @param logTail the last lines of the log, newest last; contains no credential
 */
public record BuildFailed(
        RepositoryId repository,
        CommitId commit,
        GitRef ref,
        Optional<ImageName> image,
        String configuration,
        Stage stage,
        Optional<Integer> exitStatus,
        String reason,
        String logTail,
        Instant startedAt,
        Instant failedAt)
        implements Event {

    /** The step that failed. */
    public enum Stage {
        @JsonProperty("clone")
        CLONE,
        @JsonProperty("configuration")
        CONFIGURATION,
        @JsonProperty("test")
        TEST,
        @JsonProperty("build")
        BUILD,
        @JsonProperty("push")
        PUSH,
        /** A value of a newer version of Millrace; read, never written. */
        @JsonEnumDefaultValue
        @JsonProperty("other")
        OTHER
    }

    @Override
    public Topic topic() {
        return Topic.BUILD_FAILED;
    }

    /** The image repository, or the application repository if no image is known. */
    @Override
    public String key() {
        return image.map(ImageName::value).orElse(repository.value());
    }

    @Override
    public EventId id() {
        return EventId.of("build.failed", repository.value(), commit.value(), configuration);
    }

    @Override
    public String subject() {
        return repository + "@" + commit.shortForm();
    }
}
