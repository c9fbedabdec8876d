package dev.millrace.builder.build;

import dev.millrace.builder.plan.ImagePlan;
import dev.millrace.builder.plan.TestGroup;
import dev.millrace.builder.publish.BuildFailure;
import dev.millrace.builder.publish.BuildReports;
import dev.millrace.builder.registry.RegistryImage;
import dev.millrace.builder.source.SourceRepository;
import dev.millrace.events.BuildFailed;
import dev.millrace.events.Event;
import dev.millrace.registry.RegistryRefused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Builds the images of a commit. One commit is built at a time, in the order of the calls; the others wait.
 *
 * <p>A transient error (an unavailable registry) is thrown as an {@link java.io.UncheckedIOException}. A retry finds the finished images in the
 * registry.
 */
public final class CommitBuild {
    private final BuildEnvironment environment;
    private final FinishedBuilds finished;
    private final ReentrantLock oneAtATime = new ReentrantLock(true);

    public CommitBuild(BuildEnvironment environment) {
        this.environment = environment;
        this.finished = new FinishedBuilds(environment.registry());
    }

    /**
     * Builds the planned images of a commit.
     *
     * @param publish receives the event of each image once it is built, found, or failed
     */
    public void run(SourceRepository repository, List<ImagePlan> plans, Consumer<Event> publish) {
        List<ImagePlan> missing = new ArrayList<>();
        for (ImagePlan plan : plans) {
            if (plan.isTestOnly()) {
                missing.add(plan);
            } else {
                find(plan, missing).ifPresent(publish);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        oneAtATime.lock();
        try (BuildContexts contexts =
                new BuildContexts(repository, missing.getFirst().source().commit(), environment.settings())) {
            buildMissing(missing, contexts, publish);
        } finally {
            try {
                environment.engine().cleanUp();
            } finally {
                oneAtATime.unlock();
            }
        }
    }

    /** Returns the event for an image in the registry or for a refused request. Adds a missing image to the list. */
    private Optional<Event> find(ImagePlan plan, List<ImagePlan> missing) {
        Instant now = environment.clock().instant();
        try {
            Optional<RegistryImage> found = finished.find(plan);
            if (found.isEmpty()) {
                missing.add(plan);
            }
            return found.map(image -> BuildReports.built(
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

    /** Runs the tests of each group once. If they fail, the images of that group are not pushed; the others are. */
    private void buildMissing(List<ImagePlan> plans, BuildContexts contexts, Consumer<Event> publish) {
        for (TestGroup group : TestGroup.of(plans)) {
            List<ImageBuild> builds = group.plans().stream()
                    .map(plan -> new ImageBuild(environment, plan, contexts))
                    .toList();
            try {
                Optional<BuildFailure> failing = builds.getFirst().test();
                for (ImageBuild build : builds) {
                    failing.<Event>map(build::failed).or(build::run).ifPresent(publish);
                }
            } finally {
                builds.forEach(ImageBuild::close);
            }
        }
    }
}
