package dev.millrace.messaging.queue;

import dev.millrace.messaging.loop.Loops;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a task on a virtual thread of its own, one run at a time. A run that fails, even with an {@link Error}, is logged and never ends
 * the repetition; a thread that ended nevertheless fails the liveness of the service.
 */
public final class Ticker implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Ticker.class);

    /** A longer pause is cut to this one: its length in milliseconds has to fit a number. */
    private static final Duration MAX_PAUSE = Duration.ofDays(1);

    private final String name;
    private final Duration afterFailure;
    private final Supplier<Duration> task;
    private final Semaphore woken = new Semaphore(0);
    private final Thread thread;
    private volatile Loops.@Nullable Loop loop;
    private volatile boolean closed;

    /**
     * Creates a ticker that is not started yet.
     *
     * @param name the name of the thread, and of the task in the log
     * @param afterFailure the pause after a run that failed
     * @param task runs once, and returns the pause until its next run; handles the failures that it expects
     */
    public Ticker(String name, Duration afterFailure, Supplier<Duration> task) {
        this.name = name;
        this.afterFailure = afterFailure;
        this.task = task;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::loop);
    }

    /** Creates a ticker with the same pause after each run. */
    public static Ticker every(String name, Duration pause, Runnable task) {
        return new Ticker(name, pause, () -> {
            task.run();
            return pause;
        });
    }

    /** Starts with a first run at once. */
    public void start() {
        loop = Loops.register(name, thread);
        thread.start();
    }

    /** Ends the pause. During a run, the next one follows without a pause. */
    public void wake() {
        woken.release();
    }

    private void loop() {
        while (!closed) {
            Duration pause = run();
            try {
                if (woken.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    woken.drainPermits();
                }
            } catch (InterruptedException e) { // by close, or left behind by the task
                LOG.debugf("pause interrupted: task=%s", name);
            }
        }
    }

    private Duration run() {
        try {
            Duration pause = task.get();
            return pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause;
        } catch (RuntimeException | Error e) { // the outermost loop: the next run tries again
            if (!closed) {
                LOG.errorf(e, "task failed, will run again: task=%s", name);
            }
            return afterFailure;
        }
    }

    /** Ends the repetition. A current run is interrupted; its end is not awaited. */
    @Override
    public void close() {
        closed = true;
        Loops.Loop registered = loop;
        if (registered != null) {
            registered.close();
        }
        thread.interrupt();
    }
}
