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
import org.jspecify.annotations.Nullable;

/** The queue of one key. */
final class Lane<T> {
    private record Waiting<T>(T item, Consumer<List<T>> worker, Instant since, long nanos) {}

    /** What is worked on together: the first item's worker gets all of them. */
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
    private volatile @Nullable Instant oldestAtWork;
    private volatile int atWork;
    private volatile boolean stuck;
    private volatile CompletableFuture<Void> room = CompletableFuture.completedFuture(null);

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

    /** The next item, or, gathering, all that wait once it has been quiet for long enough. Never empty. */
    Batch<T> take(Gathering gathering) {
        lock.lock();
        try {
            if (!gathering.isNone()) {
                awaitQuiet(gathering);
            }
            Waiting<T> first = waiting.removeFirst();
            List<T> batch = new ArrayList<>();
            batch.add(first.item());
            while (!gathering.isNone() && !waiting.isEmpty()) {
                batch.add(waiting.removeFirst().item());
            }
            oldestAtWork = first.since();
            atWork = batch.size();
            return new Batch<>(batch, first.worker());
        } finally {
            lock.unlock();
        }
    }

    private void awaitQuiet(Gathering gathering) {
        long latest = waiting.getFirst().nanos() + gathering.most().toNanos();
        long quiet = gathering.quiet().toNanos();
        try {
            while (true) {
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

    void done() {
        oldestAtWork = null;
        atWork = 0;
    }

    /** How many items wait or are at work. */
    int size() {
        lock.lock();
        try {
            return waiting.size() + atWork;
        } finally {
            lock.unlock();
        }
    }

    /** Completes when its work is in trouble no longer. */
    CompletableFuture<Void> room() {
        if (room.isDone()) {
            room = new CompletableFuture<>();
        }
        return room;
    }

    boolean isStuck() {
        return stuck;
    }

    /** Its work is in trouble; false if that was known. */
    boolean stick() {
        boolean before = stuck;
        stuck = true;
        return !before;
    }

    /** Its work is in trouble no longer; false if it was not. */
    boolean free() {
        boolean before = stuck;
        stuck = false;
        room.complete(null);
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
        Instant working = oldestAtWork;
        if (working != null) {
            return Optional.of(working);
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

    /** The wait between two tries; false if the queue is being closed. */
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
