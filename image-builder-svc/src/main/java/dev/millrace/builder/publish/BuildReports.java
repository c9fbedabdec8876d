package dev.millrace.builder.publish;

import dev.millrace.builder.configuration.spec.ImageTest;
import dev.millrace.builder.junit.TestCounts;
import dev.millrace.builder.plan.ImageLabels;
import dev.millrace.builder.plan.ImagePlan;
import dev.millrace.builder.registry.RegistryImage;
import dev.millrace.events.BuildFailed;
import dev.millrace.events.ImageBuilt;
import dev.millrace.events.Source;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/** Creates the events of builds. */
public final class BuildReports {
    /** The name of this service in {@code ce_source}. */
    public static final String SERVICE = "image-builder-svc";

    private BuildReports() {}

    /** An image of this service in its registry whose tests wrote no reports. */
    public static ImageBuilt built(
            ImagePlan plan, RegistryImage image, String engine, long testMillis, Instant pushedAt) {
        return built(plan, image, engine, testMillis, Optional.empty(), pushedAt);
    }

    /**
     * An image of this service in its registry.
     *
     * @param testMillis the duration of its tests; 0 if the image was already there
     * @param counts the test cases of its JUnit reports
     * @param pushedAt the time of the push
     */
    public static ImageBuilt built(
            ImagePlan plan,
            RegistryImage image,
            String engine,
            long testMillis,
            Optional<TestCounts> counts,
            Instant pushedAt) {
        return new ImageBuilt(
                plan.image(),
                plan.tag(),
                image.digest(),
                image.platforms(),
                Optional.of(plan.source()),
                tests(plan, testMillis, counts),
                Optional.of(engine),
                ImageBuilt.Origin.BUILD,
                ImageLabels.startedAt(image.labels()),
                image.createdAt(),
                pushedAt);
    }

    private static Optional<ImageBuilt.Tests> tests(ImagePlan plan, long testMillis, Optional<TestCounts> counts) {
        String labels = plan.tests().stream().map(ImageTest::label).distinct().collect(Collectors.joining(", "));
        return labels.isEmpty()
                ? Optional.empty()
                : Optional.of(new ImageBuilt.Tests(
                        labels,
                        testMillis,
                        counts.map(one -> new ImageBuilt.Counts(one.total(), one.failed(), one.skipped()))));
    }

    /** An image that another tool pushed. */
    public static ImageBuilt external(ImageName name, Tag tag, RegistryImage image, Instant pushedAt) {
        return new ImageBuilt(
                name,
                tag,
                image.digest(),
                image.platforms(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ImageBuilt.Origin.REGISTRY,
                Optional.empty(),
                image.createdAt(),
                pushedAt);
    }

    /** An image whose build failed. */
    public static BuildFailed failed(
            ImagePlan plan, BuildFailure failure, String logTail, Instant startedAt, Instant failedAt) {
        return new BuildFailed(
                plan.source().repository(),
                plan.source().commit(),
                plan.source().ref(),
                Optional.of(plan.image()),
                plan.configuration(),
                failure.stage(),
                failure.exitStatus(),
                failure.reason(),
                logTail,
                startedAt,
                failedAt);
    }

    /**
     * An image that is refused before its build.
     *
     * @param configuration SHA-256 of its build configuration
     */
    public static BuildFailed failed(
            Source source, ImageName image, String configuration, BuildFailure failure, Instant now) {
        return new BuildFailed(
                source.repository(),
                source.commit(),
                source.ref(),
                Optional.of(image),
                configuration,
                failure.stage(),
                failure.exitStatus(),
                failure.reason(),
                "",
                now,
                now);
    }

    /**
     * A commit with an invalid build configuration.
     *
     * @param configuration SHA-256 of the file; of empty text without one
     */
    public static BuildFailed invalidConfiguration(Source source, String configuration, String reason, Instant now) {
        return new BuildFailed(
                source.repository(),
                source.commit(),
                source.ref(),
                Optional.empty(),
                configuration,
                BuildFailed.Stage.CONFIGURATION,
                Optional.empty(),
                reason,
                "",
                now,
                now);
    }
}
