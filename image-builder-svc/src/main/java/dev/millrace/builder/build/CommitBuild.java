package dev.millrace.builder.build;

import dev.millrace.builder.plan.ImagePlan;
import dev.millrace.builder.plan.TestGroup;
import dev.millrace.builder.publish.BuildFailure;
import dev.millrace.builder.publish.BuildReports;
import dev.millrace.builder.source.SourceRepository;
import dev.millrace.events.BuildFailed;
import dev.millrace.events.Event;
import dev.millrace.messaging.Parallel;
import dev.millrace.registry.RegistryRefused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Builds the images of a commit, each in its turn; images with the same tests one after the other, all others in parallel.
 *
 * <p>A transient error (an unavailable registry) is thrown as an {@link java.io.UncheckedIOException}. A retry finds the finished images in the
 * registry.
 */
public final class CommitBuild {
    private final BuildEnvironment environment;
    private final FinishedBuilds finished;
    private final BuildTurns turns;
    private final FailedTests failedTests = new FailedTests();

    /** Removes what an earlier process left. */
    public CommitBuild(BuildEnvironment environment, BuildTurns turns) {
        BuildContexts.removeAll(environment.settings().contexts());
        this.environment = environment;
        this.finished = new FinishedBuilds(environment);
        this.turns = turns;
    }

    /**
     * Builds the planned images of a commit.
     *
     * @param publish receives the event of each image once it is built, found, or failed; called from several threads
     */
    public void run(SourceRepository repository, List<ImagePlan> plans, Consumer<Event> publish) {
        List<ImagePlan> missing = new ArrayList<>();
        for (ImagePlan plan : plans) {
            find(plan).ifPresentOrElse(publish, () -> missing.add(plan));
        }
        if (missing.isEmpty()) {
            return;
        }
        try (BuildContexts contexts =
                new BuildContexts(repository, missing.getFirst().source().commit(), environment.settings())) {
            Parallel.run(TestGroup.of(missing), group -> build(group, contexts, publish));
        } finally {
            environment.engine().cleanUp();
        }
    }

    /** Returns the event for an image in the registry or for a refused request; empty if the image is missing or only to be tested. */
    private Optional<Event> find(ImagePlan plan) {
        if (plan.isTestOnly()) {
            return Optional.empty();
        }
        Instant now = environment.clock().instant();
        try {
            return finished.find(plan)
                    .map(image -> BuildReports.built(
                            plan,
                            image,
                            environment.engine().name(),
                            0,
                            image.createdAt().orElse(now)));
        } catch (RegistryRefused e) {
            BuildFailure refused = BuildFailure.of(BuildFailed.Stage.PUSH, String.valueOf(e.getMessage()));
            return Optional.of(BuildReports.failed(plan, refused, "", now, now));
        }
    }

    /** Runs the tests of the group once, in the turn of its first image. If they fail, none of its images is pushed. */
    private void build(TestGroup group, BuildContexts contexts, Consumer<Event> publish) {
        GroupTests tests = new GroupTests();
        for (ImagePlan plan : group.plans()) {
            Function<ImageBuild, Optional<Event>> work = build -> {
                TestResult result = tests.of(build);
                return result.failure()
                        .<Optional<Event>>map(failure -> Optional.of(build.failed(failure)))
                        .orElseGet(() -> build.run(result.counts()));
            };
            turns.take(
                    plan,
                    () -> find(plan),
                    () -> new ImageBuild(environment, plan, contexts, failedTests),
                    work,
                    publish);
        }
    }

    /** The result of a group's tests, once they ran. */
    private static final class GroupTests {
        private Optional<TestResult> result = Optional.empty();

        TestResult of(ImageBuild build) {
            TestResult known = result.orElseGet(build::test);
            result = Optional.of(known);
            return known;
        }
    }
}
