package dev.millrace.messaging;

import java.time.Duration;
import java.util.Set;

/**
 * The time for which a thread has been at work for an event without a pause. Waiting for a turn is no work: liveness fails for a handler that hangs, and
 * not for one that waits for others.
 */
public final class WorkClock {
    private static final ScopedValue<WorkClock> CURRENT = ScopedValue.newInstance();
    private static final long PAUSED = Long.MIN_VALUE;

    private final Set<WorkClock> running;

    /** As {@link System#nanoTime()}. */
    private volatile long since = System.nanoTime();

    private WorkClock(Set<WorkClock> running) {
        this.running = running;
    }

    /** Runs work with a clock of its own, which is in the set until the work ends. */
    static void runIn(Set<WorkClock> running, Runnable work) {
        WorkClock clock = new WorkClock(running);
        running.add(clock);
        try {
            ScopedValue.where(CURRENT, clock).run(work);
        } finally {
            running.remove(clock);
        }
    }

    /** Waits for a result that others give. */
    @FunctionalInterface
    public interface Wait<T> {
        T await() throws InterruptedException;
    }

    /** Waits, with the clock of this thread paused if it has one. */
    public static <T> T pausedUntil(Wait<T> wait) throws InterruptedException {
        pause();
        try {
            return wait.await();
        } finally {
            resume();
        }
    }

    /** Waits for the end of other threads, with the clock of this thread paused if it has one. */
    public static void pausedDuring(Runnable wait) {
        pause();
        try {
            wait.run();
        } finally {
            resume();
        }
    }

    private static void pause() {
        if (CURRENT.isBound()) {
            CURRENT.get().since = PAUSED;
        }
    }

    private static void resume() {
        if (CURRENT.isBound()) {
            CURRENT.get().since = System.nanoTime();
        }
    }

    /** The same work for another thread, where it is work for the event of this thread, with a clock of its own. */
    public static Runnable carried(Runnable work) {
        if (!CURRENT.isBound()) {
            return work;
        }
        Set<WorkClock> running = CURRENT.get().running;
        return () -> runIn(running, work);
    }

    /** The duration since the start or the end of the last pause; zero during a pause. */
    Duration running() {
        long start = since;
        return start == PAUSED ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - start);
    }
}
