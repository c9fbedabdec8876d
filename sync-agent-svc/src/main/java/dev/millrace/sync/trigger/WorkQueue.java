package dev.millrace.sync.trigger;

import dev.millrace.messaging.queue.Backoff;
import dev.millrace.sync.record.Records;
import dev.millrace.sync.state.Triggers;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Reconciles applications, each by one thread at a time, many concurrently. Triggers that arrive during a pass are merged into one and handled
 * in the next pass. Passes begin in the order of their first triggers; those that only note acknowledgements begin when no other one waits. After a
 * transient error the pass is retried with all its triggers, with backoff. The queue is shut at first; triggers for a
 * shut queue are dropped, since the caller that opens it triggers every application.
 */
public final class WorkQueue implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WorkQueue.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofMinutes(1));
    private static final int AT_ONCE = 32;
    private static final long ENDS_WITHIN_SECONDS = 5;

    /** Reconciles one application, and returns the maximum time until the next pass. */
    @FunctionalInterface
    public interface Reconciler {
        Optional<Duration> reconcile(String uid, Triggers triggers);
    }

    private static final class Lane {
        private Triggers waiting = Triggers.NONE;
        private boolean asked;
        /** True if something else than an acknowledgement waits. */
        private boolean urgent;

        private boolean running;
        private int failures;
        private @Nullable ScheduledFuture<?> timer;
    }

    private volatile Reconciler reconciler = (uid, triggers) -> Optional.empty();
    private volatile boolean closed;
    private boolean open;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final Map<String, Lane> lanes = new HashMap<>();

    /** The passes that wait for room, by application. */
    private final SequencedMap<String, Lane> urgent = new LinkedHashMap<>();

    /** The passes that wait until no other one does. */
    private final SequencedMap<String, Lane> deferred = new LinkedHashMap<>();

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("work-queue").daemon().factory());

    /** Sets the reconciler. To be called before the queue is opened. */
    public void reconcileWith(Reconciler next) {
        reconciler = next;
    }

    /** Opens the queue for triggers, once all passes for earlier triggers have ended. */
    public void open(Runnable first) {
        free.acquireUninterruptibly(AT_ONCE);
        try {
            first.run();
            synchronized (this) {
                open = true;
            }
        } finally {
            free.release(AT_ONCE);
            begin();
        }
    }

    /** Stops accepting triggers, and drops the pending ones. */
    public synchronized void shut() {
        open = false;
        List.copyOf(lanes.keySet()).forEach(this::forget);
    }

    /**
     * Triggers the application.
     *
     * @return true if it will be reconciled
     */
    public synchronized boolean ask(String uid, Triggers triggers) {
        if (!open) {
            return false;
        }
        Lane lane = lanes.computeIfAbsent(uid, id -> new Lane());
        lane.waiting = lane.waiting.and(triggers);
        lane.asked = true;
        lane.urgent |= !triggers.isAcknowledgement();
        if (lane.urgent && deferred.remove(uid, lane)) {
            urgent.put(uid, lane);
        }
        // an application that failed waits for its next try, unless a user or an event triggers it
        if (!closed
                && !lane.running
                && (lane.failures == 0 || triggers.sourceAsOf().isPresent())) {
            run(uid, lane);
        }
        return true;
    }

    /** Drops an application that is gone. */
    public synchronized void forget(String uid) {
        Lane lane = lanes.remove(uid);
        urgent.remove(uid);
        deferred.remove(uid);
        if (lane != null && lane.timer != null) {
            lane.timer.cancel(false);
        }
    }

    /** Returns true if triggers are accepted. */
    public synchronized boolean isOpen() {
        return open;
    }

    /** Returns the number of applications that are being reconciled, or wait for it. */
    public synchronized int size() {
        return (int) lanes.values().stream()
                .filter(lane -> lane.asked || lane.running)
                .count();
    }

    private void run(String uid, Lane lane) {
        if (lane.timer != null) {
            lane.timer.cancel(false);
            lane.timer = null;
        }
        lane.running = true;
        (lane.urgent ? urgent : deferred).put(uid, lane);
        begin();
    }

    /** Begins as many passes as there is room for. */
    private synchronized void begin() {
        while (!closed && (!urgent.isEmpty() || !deferred.isEmpty()) && free.tryAcquire()) {
            Map.Entry<String, Lane> next = (urgent.isEmpty() ? deferred : urgent).pollFirstEntry();
            String uid = next.getKey();
            Lane lane = next.getValue();
            Triggers triggers = taken(lane);
            Thread.ofVirtual().name("application-" + uid).start(() -> work(uid, lane, triggers));
        }
    }

    private void work(String uid, Lane lane, Triggers triggers) {
        Optional<Duration> again;
        boolean failed = false;
        MDC.clear();
        try {
            again = reconciler.reconcile(uid, triggers);
        } catch (RuntimeException | Error e) { // the outermost loop of an application: its failure affects no other
            failed = true;
            again = Optional.empty();
            if (!closed) {
                logFailure(uid, lane, e);
            }
        } finally {
            free.release();
            MDC.clear();
        }
        done(uid, lane, failed ? Optional.of(triggers) : Optional.empty(), again);
    }

    /** Returns all pending triggers. */
    private static Triggers taken(Lane lane) {
        Triggers triggers = lane.waiting;
        lane.waiting = Triggers.NONE;
        lane.asked = false;
        lane.urgent = false;
        return triggers;
    }

    private synchronized void done(String uid, Lane lane, Optional<Triggers> failed, Optional<Duration> again) {
        lane.running = false;
        if (!closed && lanes.get(uid) == lane) {
            next(uid, lane, failed, again);
        }
        begin();
    }

    private void next(String uid, Lane lane, Optional<Triggers> failed, Optional<Duration> again) {
        lane.failures = failed.isPresent() ? lane.failures + 1 : 0;
        if (failed.isPresent()) {
            lane.waiting = failed.get().and(lane.waiting);
            lane.urgent |= !failed.get().isAcknowledgement();
            later(uid, lane, BACKOFF.after(lane.failures));
        } else if (lane.asked) {
            run(uid, lane);
        } else {
            again.ifPresent(wait -> later(uid, lane, wait));
        }
    }

    private void later(String uid, Lane lane, Duration wait) {
        if (!clock.isShutdown()) {
            lane.timer = clock.schedule(() -> due(uid), wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void due(String uid) {
        Lane lane = lanes.get(uid);
        if (lane != null && !lane.running) {
            lane.urgent = true;
            run(uid, lane);
        }
    }

    private static void logFailure(String uid, Lane lane, Throwable e) {
        switch (e) {
            case UncheckedIOException unavailable ->
                LOG.warnf(
                        "reconciliation failed, will be retried: application=%s tries=%d error=%s",
                        uid, lane.failures + 1, unavailable.getMessage());
            case Records.Taken taken ->
                LOG.warnf("another agent has written the record, it is loaded again: error=%s", taken.getMessage());
            default -> LOG.errorf(e, "a bug; will be retried: application=%s", uid);
        }
    }

    /**
     * Stops accepting triggers, and waits a short time for running passes to end.
     *
     * @return true if all passes have ended
     */
    public boolean rest() {
        closed = true;
        clock.shutdownNow();
        try {
            boolean ended = free.tryAcquire(AT_ONCE, ENDS_WITHIN_SECONDS, TimeUnit.SECONDS);
            if (ended) {
                free.release(AT_ONCE);
            }
            return ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        if (!rest()) {
            LOG.warn("stopped while applications were being reconciled; the next agent continues from their records");
        }
    }
}
