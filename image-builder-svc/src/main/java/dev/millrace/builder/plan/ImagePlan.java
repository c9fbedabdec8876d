package dev.millrace.builder.plan;

import dev.millrace.builder.configuration.BuildConfiguration;
import dev.millrace.builder.configuration.ImageSpec;
import dev.millrace.builder.configuration.spec.ImageTest;
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
import java.util.stream.Stream;

/**
 * The plan for one image of a commit.
 *
 * @param configuration SHA-256 of the build configuration, as {@link BuildConfiguration#hashFor}
 * @param tests the tests that must pass first
 * @param tags the visible tags, used by users and policies; at least one
 * @param labels the labels of the image
 */
public record ImagePlan(
        Source source,
        ImageSpec spec,
        String configuration,
        List<ImageTest> tests,
        List<Tag> tags,
        List<Platform> platforms,
        SortedMap<String, String> labels) {
    private static final int FINGERPRINT_DIGITS = 16;

    public ImagePlan {
        tests = List.copyOf(tests);
        tags = List.copyOf(tags);
        platforms = List.copyOf(platforms);
        labels = new TreeMap<>(labels);
        if (tags.isEmpty()) {
            throw new IllegalStateException("a plan has at least one tag");
        }
    }

    /**
     * Plans an image. For a request it has no access to secrets and SSH keys.
     *
     * @param address the address of the repository, for users
     * @param hasTestStage true if the image's Dockerfile has the test stage of the configuration
     */
    public static ImagePlan of(
            Source source,
            String address,
            BuildConfiguration configuration,
            ImageSpec spec,
            List<Tag> tags,
            Platform own,
            boolean hasTestStage) {
        Stream<ImageTest> common = configuration.testStage().filter(stage -> hasTestStage).stream()
                .map(stage -> new ImageTest.Stage(stage, Optional.empty()));
        SortedMap<String, String> labels = new TreeMap<>(spec.labels());
        labels.putAll(ImageLabels.of(source, address));
        ImageSpec permitted = ImageSelection.isRequest(source.ref()) ? spec.withoutAccess() : spec;
        return new ImagePlan(
                source,
                permitted,
                configuration.hashFor(permitted),
                Stream.concat(common, spec.tests().stream()).distinct().toList(),
                tags,
                spec.platforms().isEmpty() ? List.of(own) : spec.platforms(),
                labels);
    }

    public ImageName image() {
        return spec.name();
    }

    /** The image's tag in events: the first of its visible tags. */
    public Tag tag() {
        return tags.getFirst();
    }

    /** The first test stage; absent if there is none. */
    public Optional<String> testStage() {
        return tests.stream()
                .flatMap(test -> test instanceof ImageTest.Stage stage ? Stream.of(stage.stage()) : Stream.empty())
                .findFirst();
    }

    /** True for the head of a pull or merge request: it is tested without secrets, and nothing is pushed. */
    public boolean isTestOnly() {
        return ImageSelection.isRequest(source.ref());
    }

    /** Returns true if one run of the tests counts for both images. */
    public boolean hasSameTests(ImagePlan other) {
        return tests.equals(other.tests) && spec.hasSameTests(other.spec);
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

    /** The tag that identifies a finished build. */
    public Tag fixedTag() {
        return new Tag("millrace-" + fingerprint());
    }
}
