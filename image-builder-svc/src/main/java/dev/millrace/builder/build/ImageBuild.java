package dev.millrace.builder.build;

import dev.millrace.builder.configuration.spec.ImageTest;
import dev.millrace.builder.engine.BuildOutcome;
import dev.millrace.builder.engine.Limit;
import dev.millrace.builder.engine.OciLayout;
import dev.millrace.builder.engine.Recipe;
import dev.millrace.builder.engine.ToolOutcome;
import dev.millrace.builder.journal.BuildLog;
import dev.millrace.builder.journal.BuildRecord;
import dev.millrace.builder.junit.TestCounts;
import dev.millrace.builder.plan.ImagePlan;
import dev.millrace.builder.publish.BuildFailure;
import dev.millrace.builder.publish.BuildReports;
import dev.millrace.builder.registry.RegistryHost;
import dev.millrace.builder.registry.RegistryImage;
import dev.millrace.builder.registry.push.ImagePush;
import dev.millrace.builder.registry.push.LayoutUnusable;
import dev.millrace.builder.source.SourceUnusable;
import dev.millrace.events.BuildFailed;
import dev.millrace.events.BuildFailed.Stage;
import dev.millrace.events.Event;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.Tag;
import dev.millrace.messaging.Failpoint;
import dev.millrace.registry.RegistryRefused;
import dev.millrace.registry.RegistryUnavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The build of one image. Its log is open until it is closed; the files of the image are deleted separately. */
final class ImageBuild implements AutoCloseable {
    private final BuildEnvironment environment;
    private final ImagePlan plan;
    private final BuildContexts contexts;
    private final FailedTests failedTests;
    private final Instant startedAt;
    private final BuildLog log;
    private String outcome = "interrupted; will be retried";
    private BuildRecord.State state = BuildRecord.State.FAILED;
    private long testMillis;
    private Optional<OciLayout> image = Optional.empty();

    ImageBuild(BuildEnvironment environment, ImagePlan plan, BuildContexts contexts, FailedTests failedTests) {
        this.environment = environment;
        this.plan = plan;
        this.contexts = contexts;
        this.failedTests = failedTests;
        this.startedAt = environment.clock().instant();
        this.log = environment
                .journal()
                .begin(BuildRecord.running(plan.fingerprint(), plan.source(), plan.image(), startedAt));
    }

    /** Runs the tests, if any, up to the first one that fails. */
    TestResult test() {
        Instant start = environment.clock().instant();
        TestResult result = TestResult.PASSED;
        Limit limit = limit();
        for (ImageTest test : plan.tests()) {
            result = result.passed() ? result.and(test(test, limit)) : result;
        }
        testMillis = Duration.between(start, environment.clock().instant()).toMillis();
        Failpoint.reached("tests-ended");
        return result;
    }

    private TestResult test(ImageTest test, Limit limit) {
        String doing = "testing " + plan.image();
        log.accept(
                "--- " + doing + ", " + (test instanceof ImageTest.Stage ? "stage " : "commands in ") + test.label());
        if (test instanceof ImageTest.Stage(String stage, Optional<String> junit) && junit.isEmpty()) {
            return TestResult.of(
                    attempt(Stage.TEST, doing, () -> environment.engine().test(recipe(), stage, limit, log)));
        }
        TestRun run = new TestRun(
                environment.engine(),
                plan,
                contexts,
                failedTests,
                this::recipe,
                ended -> failure(Stage.TEST, doing, ended),
                log);
        return checked(doing, () -> run.run(test, limit));
    }

    /**
     * Builds and pushes the image, and returns the event; empty if it was only to be tested.
     *
     * @param counts the test cases of its tests; absent without reports
     */
    Optional<Event> run(Optional<TestCounts> counts) {
        if (plan.isTestOnly()) {
            outcome = "tests passed";
            state = BuildRecord.State.SUCCEEDED;
            return Optional.empty();
        }
        return Optional.of(buildAndPush(counts));
    }

    private Event buildAndPush(Optional<TestCounts> counts) {
        Optional<BuildFailure> failure = build().or(this::push);
        if (failure.isPresent()) {
            return failed(failure.get());
        }
        Instant pushedAt = environment.clock().instant();
        Failpoint.reached("image-pushed");
        RegistryImage pushed = environment
                .registry()
                .image(plan.image(), plan.fixedTag())
                .orElseThrow(
                        () -> new RegistryUnavailable(plan.image() + " was pushed but is missing in the registry"));
        if (!pushed.platforms().containsAll(plan.platforms())) {
            return failed(BuildFailure.of(
                    Stage.BUILD,
                    "built for " + pushed.platforms() + ", not for " + plan.platforms() + " as " + plan.image()
                            + " requires"));
        }
        outcome = plan.image() + ":" + plan.tag() + "@" + pushed.digest();
        state = BuildRecord.State.SUCCEEDED;
        return BuildReports.built(plan, pushed, environment.engine().name(), testMillis, counts, pushedAt);
    }

    private Optional<BuildFailure> build() {
        log.accept("--- building " + plan.image());
        return attempt(Stage.BUILD, "building " + plan.image(), () -> switch (environment
                .engine()
                .build(recipe(), limit(), log)) {
            case BuildOutcome.NotBuilt notBuilt -> notBuilt.failure();
            case BuildOutcome.Built built -> {
                image = Optional.of(built.image());
                Failpoint.reached("built");
                yield new ToolOutcome.Succeeded();
            }
        });
    }

    /**
     * Pushes the image with its evidence; the fingerprint's tag first, so that the next attempt finds what this one finished. If another instance was
     * faster, its image is the result, and the other tags name it too.
     */
    private Optional<BuildFailure> push() {
        OciLayout built = image.orElseThrow();
        log.accept("--- pushing " + plan.image());
        List<Tag> tags = new ArrayList<>(List.of(plan.fixedTag()));
        tags.addAll(plan.tags());
        try {
            ImagePush.Job job = new ImagePush.Job(
                    built.folder(), built.digest(), plan.image(), tags, Optional.empty(), limit().left());
            environment.metrics().timed("push", () -> {
                Digest named = environment.push().push(job, environment.evidenceOf(plan), log);
                if (!named.equals(built.digest())) {
                    tagAgain(built.digest(), named);
                }
            });
            return Optional.empty();
        } catch (RegistryRefused | LayoutUnusable e) {
            return Optional.of(BuildFailure.of(Stage.PUSH, "pushing " + plan.image() + ": " + e.getMessage()));
        }
    }

    /**
     * Writes the tags where that of the fingerprint named another image. With its evidence that is the build of another instance, which was faster; without
     * it, anybody may have written it.
     */
    private void tagAgain(Digest own, Digest named) {
        boolean isBuilt = environment.hasEvidence(plan, named);
        if (!isBuilt) {
            log.accept(plan.image() + ":" + plan.fixedTag() + " names " + named
                    + ", which has no evidence; it is replaced");
            environment.registry().tag(plan.image(), own, plan.fixedTag());
        }
        plan.tags().forEach(tag -> environment.registry().tag(plan.image(), isBuilt ? named : own, tag));
    }

    /** Ends the build as failed, and returns the event. */
    BuildFailed failed(BuildFailure failure) {
        outcome = failure.reason();
        state = BuildRecord.State.FAILED;
        log.accept("--- " + failure.reason());
        return BuildReports.failed(
                plan, failure, log.tail(), startedAt, environment.clock().instant());
    }

    /** Ends the build as cancelled, and returns the event. */
    BuildFailed cancelled() {
        BuildFailed event = failed(BuildFailure.of(Stage.BUILD, "a user has cancelled the build"));
        state = BuildRecord.State.CANCELLED;
        return event;
    }

    private Optional<BuildFailure> attempt(Stage stage, String doing, Supplier<ToolOutcome> tool) {
        return checked(doing, () -> TestResult.of(failure(stage, doing, tool.get())))
                .failure();
    }

    private Optional<BuildFailure> failure(Stage stage, String doing, ToolOutcome ended) {
        if (ended instanceof ToolOutcome.Failed failed) {
            rethrowIfRegistryUnavailable(doing, failed.reason().orElseGet(log::tail));
        }
        return BuildFailure.from(ended, stage, doing);
    }

    private TestResult checked(String doing, Supplier<TestResult> step) {
        try {
            return step.get();
        } catch (SourceUnusable e) {
            return TestResult.of(
                    Optional.of(BuildFailure.of(Stage.CLONE, doing + ": the files of the commit: " + e.getMessage())));
        }
    }

    /**
     * A failure is transient if a registry in its reason is unavailable. Without a reason, the output of the tool counts: it also names registries that
     * were used without an error, or were replaced by a mirror.
     */
    private void rethrowIfRegistryUnavailable(String doing, String reason) {
        List<RegistryHost> mentioned = environment.registry().hosts().all().stream()
                .filter(host -> reason.contains(host.host()))
                .toList();
        for (RegistryHost host : mentioned) {
            if (!environment.registry().isReachable(host)) {
                throw new RegistryUnavailable(doing + ": the registry " + host.host() + " is unavailable");
            }
        }
    }

    private Recipe recipe() {
        return recipe(Recipes.dockerfile(plan.spec(), contexts));
    }

    private Recipe recipe(Path dockerfile) {
        return Recipes.of(
                plan.fingerprint() + "-" + startedAt.toEpochMilli(),
                plan,
                contexts,
                dockerfile,
                environment.accessOf(plan.source().repository()),
                environment.settings().network());
    }

    /** The time limit of one step, starting now. */
    private Limit limit() {
        return environment.limit(plan.spec().limits().time());
    }

    /** Deletes the files of the built image. */
    void deleteImage() {
        image.ifPresent(OciLayout::delete);
    }

    @Override
    public void close() {
        environment.journal().end(plan.fingerprint(), state, outcome);
        log.close();
    }
}
