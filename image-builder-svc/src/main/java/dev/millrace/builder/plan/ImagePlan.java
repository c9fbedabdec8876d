package dev.millrace.builder.plan;

import dev.millrace.builder.configuration.BuildConfiguration;
import dev.millrace.builder.configuration.ImageSpec;
import dev.millrace.events.Source;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Platform;
import dev.millrace.events.value.Sha256;
import dev.millrace.events.value.Tag;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The plan for one image of a commit.
 *
 * @param configuration SHA-256 of the build configuration, as {@link BuildConfiguration#hashFor}
 * @param testStage the stage that must pass first; absent if the Dockerfile has none
 * @param tag the visible tag, used by users and policies
 * @param labels the labels of the image
 */
public record ImagePlan(
        Source source,
        ImageSpec spec,
        String configuration,
        Optional<String> testStage,
        Tag tag,
        List<Platform> platforms,
        SortedMap<String, String> labels) {
    private static final int FINGERPRINT_DIGITS = 16;

    public ImagePlan {
        platforms = List.copyOf(platforms);
        labels = new TreeMap<>(labels);
    }

    /**
     * Plans an image.
     *
     * @param address the address of the repository, for users
     * @param hasTestStage true if the image's Dockerfile has the test stage
     */
    public static ImagePlan of(
            Source source,
            String address,
            BuildConfiguration configuration,
            ImageSpec spec,
            Tag tag,
            Platform own,
            boolean hasTestStage) {
        return new ImagePlan(
                source,
                spec,
                configuration.hashFor(spec),
                configuration.testStage().filter(stage -> hasTestStage),
                tag,
                spec.platforms().isEmpty() ? List.of(own) : spec.platforms(),
                ImageLabels.of(source, address));
    }

    public ImageName image() {
        return spec.name();
    }

    /** Sixteen hex digits that identify this build by commit, image, configuration and platforms. */
    public String fingerprint() {
        return Sha256.hex(String.join(
                        "\n",
                        source.repository().value(),
                        source.commit().value(),
                        image().value(),
                        configuration,
                        platforms.stream().map(Platform::value).collect(Collectors.joining(","))))
                .substring(0, FINGERPRINT_DIGITS);
    }

    /** The tag that identifies a finished build; pushed last, so that it never names an incomplete build. */
    public Tag fixedTag() {
        return new Tag("millrace-" + fingerprint());
    }
}
