package dev.millrace.builder.build;

import dev.millrace.builder.attempt.BuildAttempts;
import dev.millrace.builder.plan.ImagePlan;
import dev.millrace.builder.publish.BuildFailure;
import dev.millrace.builder.queue.BuildQueue;
import dev.millrace.builder.queue.QueuedBuild;
import dev.millrace.events.BuildFailed.Stage;
import dev.millrace.events.Event;
import dev.millrace.messaging.Parallel;
import dev.millrace.messaging.WorkClock;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs each build in its turn, and counts its attempts. */
public final class BuildTurns {
    private final BuildQueue queue;
    private final BuildAttempts attempts;
    private final BuildProgress progress;
    private final Clock clock;

    public BuildTurns(BuildQueue queue, BuildAttempts attempts, BuildProgress progress, Clock clock) {
        this.queue = queue;
        this.attempts = attempts;
        this.progress = progress;
        this.clock = clock;
    }

    /**
     * Waits for the turn of a build, and runs it unless another ref or another instance has had the same build meanwhile.
     *
     * @param finished the event of the build if it has ended already
     * @param opened opens the build once it may run, or has to be reported as failed
     * @param publish receives the event of the build, if it has one
     * @throws UncheckedIOException if it failed for a transient reason, or the service is stopping
     */
    void take(
            ImagePlan plan,
            Supplier<Optional<Event>> finished,
            Supplier<ImageBuild> opened,
            Function<ImageBuild, Optional<Event>> work,
            Consumer<Event> publish) {
        QueuedBuild queued = new QueuedBuild(
                plan.fingerprint(),
                plan.source().repository(),
                plan.source().ref(),
                plan.source().commit(),
                plan.image(),
                clock.instant());
        Optional<BuildQueue.Turn> turn = await(queued);
        if (turn.isEmpty()) {
            publish.accept(cancelled(opened));
            return;
        }
        try (BuildQueue.Turn held = turn.get()) {
            hold(held, plan, finished, opened, work, publish);
        }
    }

    private void hold(
            BuildQueue.Turn turn,
            ImagePlan plan,
            Supplier<Optional<Event>> finished,
            Supplier<ImageBuild> opened,
            Function<ImageBuild, Optional<Event>> work,
            Consumer<Event> publish) {
        try {
            finished.get().ifPresentOrElse(publish, () -> attempt(turn, plan, opened, work, publish));
        } catch (UncheckedIOException e) {
            rethrowUnlessCancelled(turn, e);
            publish.accept(cancelled(opened));
        }
    }

    /** The interrupt that cancelled a build has done its work, and would close its log. */
    private static void rethrowUnlessCancelled(BuildQueue.Turn turn, UncheckedIOException e) {
        if (!turn.isCancelled()) {
            throw e;
        }
        Thread.interrupted();
    }

    private Optional<BuildQueue.Turn> await(QueuedBuild queued) {
        try {
            return WorkClock.pausedUntil(() -> queue.await(queued));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("the service is stopping"));
        }
    }

    /** The event is published while the end of the attempt is recorded and the files of the build are deleted. */
    private void attempt(
            BuildQueue.Turn turn,
            ImagePlan plan,
            Supplier<ImageBuild> opened,
            Function<ImageBuild, Optional<Event>> work,
            Consumer<Event> publish) {
        int unended = attempts.begin(turn.build());
        AtomicBoolean hasResult = new AtomicBoolean();
        List<Runnable> last = new ArrayList<>();
        last.add(() -> {
            if (hasResult.get()) {
                attempts.end(turn.build());
            } else {
                attempts.giveUp(turn.build(), unended);
            }
        });
        try (ImageBuild build = opened.get()) {
            last.add(build::deleteImage);
            Optional<Event> event = unended < BuildAttempts.MAX_OPEN
                    ? run(turn, plan, build, work)
                    : Optional.of(build.failed(poison(unended)));
            hasResult.set(!turn.isCancelled());
            event.ifPresent(one -> last.add(() -> publish.accept(one)));
        } finally {
            finish(last);
        }
    }

    /** Finishes an attempt, also in a thread that is interrupted. */
    private static void finish(List<Runnable> last) {
        boolean interrupted = Thread.interrupted();
        try {
            Parallel.run(last, Runnable::run);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Optional<Event> run(
            BuildQueue.Turn turn, ImagePlan plan, ImageBuild build, Function<ImageBuild, Optional<Event>> work) {
        try {
            progress.begins(plan);
            Optional<Event> event = work.apply(build);
            if (event.isEmpty()) {
                progress.tested(plan);
            }
            return event;
        } catch (UncheckedIOException e) {
            rethrowUnlessCancelled(turn, e);
            return Optional.of(build.cancelled());
        }
    }

    private static BuildFailure poison(int unended) {
        return BuildFailure.of(
                Stage.BUILD,
                "the builder ended " + unended
                        + " times in a row during this build, and does not try it again; look for what takes more memory or"
                        + " disk than it has, then request the build");
    }

    private static Event cancelled(Supplier<ImageBuild> opened) {
        try (ImageBuild build = opened.get()) {
            return build.cancelled();
        }
    }
}
