package dev.millrace.messaging.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The queue of one key. */
final class Lane<T> {
    private record Waiting<T>(T item, Consumer<List<T>> worker, Instant since, long nanos) {}

    /** Items that are processed together by the worker of the first item. */
    record Batch<T>(List<T> items, Consumer<List<T>> worker) {
        void work() {
            worker.accept(items);
        }
    }

    private final String key;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<Waiting<T>> waiting = new ArrayDeque<>();
    private @Nullable Thread thread;
    private volatile @Nullable Instant oldestInProgress;
    private List<T> inProgress = List.of();
    private CompletableFuture<Void> ended = CompletableFuture.completedFuture(null);
    private boolean interrupted;
    private volatile boolean stuck;

    Lane(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    void add(T item, Consumer<List<T>> worker) {
        lock.lock();
        try {
            waiting.addLast(new Waiting<>(item, worker, Instant.now(), System.nanoTime()));
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    void startOnce(Runnable work) {
        lock.lock();
        try {
            if (thread == null) {
                thread = Thread.ofVirtual().name("queue " + key).start(work);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns the next item or, with a window, all waiting items once the window has closed. Empty if they were dropped. */
    Optional<Batch<T>> take(BatchWindow window) {
        lock.lock();
        try {
            if (!window.isNone()) {
                awaitQuiet(window);
            }
            Waiting<T> first = waiting.pollFirst();
            if (first == null) {
                return Optional.empty();
            }
            List<T> batch = new ArrayList<>();
            batch.add(first.item());
            while (!window.isNone() && !waiting.isEmpty()) {
                batch.add(waiting.removeFirst().item());
            }
            oldestInProgress = first.since();
            inProgress = batch;
            ended = new CompletableFuture<>();
            return Optional.of(new Batch<>(batch, first.worker()));
        } finally {
            lock.unlock();
        }
    }

    private void awaitQuiet(BatchWindow window) {
        if (waiting.isEmpty()) {
            return;
        }
        long latest = waiting.getFirst().nanos() + window.max().toNanos();
        long quiet = window.quiet().toNanos();
        try {
            while (!waiting.isEmpty()) {
                long until = Math.min(latest, waiting.getLast().nanos() + quiet);
                long left = until - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                boolean more = arrived.await(left, TimeUnit.NANOSECONDS);
                if (!more && System.nanoTime() >= latest) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the items in progress. An interrupt that was for them doesn't outlive them. Called by the thread of the lane. */
    void done() {
        lock.lock();
        try {
            oldestInProgress = null;
            inProgress = List.of();
            ended.complete(null);
            if (interrupted) {
                interrupted = false;
                Thread.interrupted();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Drops the matching items that wait, and returns their number. */
    int drop(Predicate<T> which) {
        lock.lock();
        try {
            int before = waiting.size();
            waiting.removeIf(one -> which.test(one.item()));
            return before - waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts the thread if a matching item is in progress. Completes when none is. */
    CompletableFuture<Void> interruptIf(Predicate<T> which) {
        lock.lock();
        try {
            boolean matches = false;
            for (T item : inProgress) {
                matches |= which.test(item); // each item is tested: the test may mark it
            }
            if (thread == null || !matches) {
                return CompletableFuture.completedFuture(null);
            }
            interrupted = true;
            thread.interrupt();
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** The number of items waiting or in progress. */
    int size() {
        lock.lock();
        try {
            return waiting.size() + inProgress.size();
        } finally {
            lock.unlock();
        }
    }

    boolean isStuck() {
        return stuck;
    }

    /** Marks the lane as stuck; returns false if it was stuck before. */
    boolean markStuck() {
        boolean before = stuck;
        stuck = true;
        return !before;
    }

    /** Ends the stuck state; returns false if the lane was not stuck. */
    boolean release() {
        boolean before = stuck;
        stuck = false;
        return before;
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    Optional<Instant> oldest() {
        Instant oldest = oldestInProgress;
        if (oldest != null) {
            return Optional.of(oldest);
        }
        lock.lock();
        try {
            return Optional.ofNullable(waiting.peekFirst()).map(Waiting::since);
        } finally {
            lock.unlock();
        }
    }

    void interrupt() {
        lock.lock();
        try {
            if (thread != null) {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits between two tries; returns false if the queue is being closed. */
    static boolean pause(Duration wait) {
        try {
            Thread.sleep(wait);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
