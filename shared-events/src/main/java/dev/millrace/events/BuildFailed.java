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
 * A commit gave no image, and will give none until it or its build configuration changes.
 *
 * @param image what was being built; absent if the build configuration could not be read
 * @param configuration SHA-256, in hex, of what was to be built: the image's own part of the build configuration, so that two images of
 *     one commit fail as two facts; of the whole file if that could not be read; of nothing if there was none
 * @param exitStatus of the tool that failed; absent if none ran or it was ended at its limit
 * @param reason one sentence: what was being done, and what went wrong
 * @param logTail the last lines of the log, newest last; holds no credential
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
        /** One that a newer version of Millrace added; read, never written. */
        @JsonEnumDefaultValue
        @JsonProperty("other")
        OTHER
    }

    @Override
    public Topic topic() {
        return Topic.BUILD_FAILED;
    }

    /** The image repository, or the application repository as long as no image is known. */
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
