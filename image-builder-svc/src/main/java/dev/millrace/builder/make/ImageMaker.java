package dev.millrace.builder.make;

import dev.millrace.builder.plan.ImagePlan;
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
 * Makes the images of a commit. One commit at a time, in the order of asking; the others wait.
 *
 * <p>What passes (a registry away) is thrown as an {@link java.io.UncheckedIOException}: asked again, the registry tells what was done.
 */
public final class ImageMaker {
    private final Workshop workshop;
    private final FinishedBuilds finished;
    private final ReentrantLock oneAtATime = new ReentrantLock(true);

    public ImageMaker(Workshop workshop) {
        this.workshop = workshop;
        this.finished = new FinishedBuilds(workshop.registry());
    }

    /**
     * Makes what is planned for a commit.
     *
     * @param tell is told of each image as soon as it is made, found, or failed
     */
    public void make(SourceRepository repository, List<ImagePlan> plans, Consumer<Event> tell) {
        List<ImagePlan> missing = new ArrayList<>();
        for (ImagePlan plan : plans) {
            find(plan, missing).ifPresent(tell);
        }
        if (missing.isEmpty()) {
            return;
        }
        oneAtATime.lock();
        try (Contexts contexts =
                new Contexts(repository, missing.getFirst().source().commit(), workshop.settings())) {
            makeMissing(missing, contexts, tell);
        } finally {
            try {
                workshop.engine().tidy();
            } finally {
                oneAtATime.unlock();
            }
        }
    }

    /** What the registry has, or why it can't be asked; what it hasn't is added to the missing. */
    private Optional<Event> find(ImagePlan plan, List<ImagePlan> missing) {
        Instant now = workshop.clock().instant();
        try {
            Optional<RegistryImage> found = finished.find(plan);
            if (found.isEmpty()) {
                missing.add(plan);
            }
            return found.map(image -> BuildReports.built(
                    plan, image, workshop.engine().name(), 0, image.createdAt().orElse(now)));
        } catch (RegistryRefused e) {
            BuildFailure refused = BuildFailure.of(BuildFailed.Stage.PUSH, String.valueOf(e.getMessage()));
            return Optional.of(BuildReports.failed(plan, refused, "", now, now));
        }
    }

    /** All tests first: if one of them fails nothing of the commit is pushed. */
    private void makeMissing(List<ImagePlan> plans, Contexts contexts, Consumer<Event> tell) {
        List<ImageBuild> builds = plans.stream()
                .map(plan -> new ImageBuild(workshop, plan, contexts))
                .toList();
        try {
            Optional<BuildFailure> failing = test(builds);
            for (ImageBuild build : builds) {
                tell.accept(failing.<Event>map(build::failed).orElseGet(build::make));
            }
        } finally {
            builds.forEach(ImageBuild::close);
        }
    }

    /** Each Dockerfile's tests once, however many images come from it. */
    private static Optional<BuildFailure> test(List<ImageBuild> builds) {
        List<ImageBuild> tested = new ArrayList<>();
        for (ImageBuild build : builds) {
            if (tested.stream().anyMatch(build::testsAlike)) {
                continue;
            }
            Optional<BuildFailure> failure = build.test();
            if (failure.isPresent()) {
                return failure;
            }
            tested.add(build);
        }
        return Optional.empty();
    }
}
