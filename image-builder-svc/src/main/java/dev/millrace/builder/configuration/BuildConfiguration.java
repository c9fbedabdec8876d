package dev.millrace.builder.configuration;

import dev.millrace.builder.configuration.spec.RequestUse;
import java.util.List;
import java.util.Optional;

/**
 * A repository's {@code .millrace/build.yaml}.
 *
 * @param images at least one, each name once
 * @param testStage the Dockerfile stage that must pass before anything is pushed; absent if there is none
 * @param tagRule the rule for the tag of images without tag patterns
 * @param describeMatch the glob of Git tags for {@code describe}; absent for all
 * @param requests the use of refs of pull and merge requests
 */
public record BuildConfiguration(
        List<ImageSpec> images,
        Optional<String> testStage,
        TagRule tagRule,
        Optional<String> describeMatch,
        RequestUse requests) {

    /** The path of the file in an application repository. */
    public static final String FILE = ".millrace/build.yaml";

    /** The maximum size of the file. */
    public static final long MAX_BYTES = 1 << 20;

    /** The maximum size of a Dockerfile. */
    public static final long MAX_DOCKERFILE_BYTES = 4 << 20;

    public BuildConfiguration {
        images = List.copyOf(images);
    }

    /** A configuration with the defaults in all other parts. */
    public BuildConfiguration(List<ImageSpec> images, Optional<String> testStage, TagRule tagRule) {
        this(images, testStage, tagRule, Optional.empty(), RequestUse.IGNORE);
    }

    /**
     * SHA-256, in hex, of everything that decides the content of one image. Tags, filters and limits of resources are not part of it, nor are
     * the values of secrets.
     */
    public String hashFor(ImageSpec image) {
        return Fingerprint.of(image, testStage);
    }
}
