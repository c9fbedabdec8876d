package dev.millrace.builder.configuration;

import dev.millrace.events.value.Platform;
import dev.millrace.events.value.Sha256;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A repository's {@code .millrace/build.yaml}.
 *
 * @param images at least one, each name once
 * @param testStage the Dockerfile stage that must pass before anything is pushed; absent if there is none
 */
public record BuildConfiguration(List<ImageSpec> images, Optional<String> testStage, TagRule tagRule) {

    /** The path of the file in an application repository. */
    public static final String FILE = ".millrace/build.yaml";

    public BuildConfiguration {
        images = List.copyOf(images);
    }

    /**
     * SHA-256, in hex, of everything that decides the content of one image. The tag rule is not part of it: another tag names the
     * same image.
     */
    public String hashFor(ImageSpec image) {
        return Sha256.hex(String.join(
                "\n",
                "image " + image.name(),
                "context " + image.context(),
                "dockerfile " + image.dockerfile(),
                "target " + image.target().orElse(""),
                "args " + image.args(),
                "platforms " + image.platforms().stream().map(Platform::value).collect(Collectors.joining(",")),
                "test " + testStage.orElse("")));
    }
}
