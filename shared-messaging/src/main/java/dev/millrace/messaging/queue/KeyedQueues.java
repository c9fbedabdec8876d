package dev.millrace.messaging.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * One queue per key, each with at most one virtual thread: items of a key keep their order, and keys don't wait for each other.
 *
 * <p>The worker retries transient errors itself. An exception from it is a bug and ends only its batch.
 */
public final class KeyedQueues<T> implements AutoCloseable {
    private final Map<String, Lane<T>> lanes = new ConcurrentHashMap<>();
    private final AtomicInteger inside = new AtomicInteger();
    private volatile CompletableFuture<Void> room = CompletableFuture.completedFuture(null);
    private static final int STUCK_FACTOR = 10;
    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    private final int max;
    private volatile boolean closed;

    /**
     * @param max the number of items waiting or in progress from which {@link #submit} asks its caller to pause
     */
    public KeyedQueues(int max) {
        this.max = max;
    }

    /**
     * Adds an item to the queue of its key.
     *
     * @param worker called with all collected items of the key, in order; for a batch, the worker of its first item
     * @return completes when there is room for another item: at once, unless the queues are full
     */
    public CompletionStage<Void> submit(String key, T item, BatchWindow window, Consumer<List<T>> worker) {
        if (closed) {
            return new CompletableFuture<>();
        }
        AtomicReference<CompletionStage<Void>> ownRoom = new AtomicReference<>(DONE);
        AtomicInteger now = new AtomicInteger();
        lanes.compute(key, (k, lane) -> {
            Lane<T> live = lane == null ? new Lane<>(k) : lane;
            live.add(item, worker);
            if (!live.isStuck()) {
                now.set(inside.incrementAndGet());
            } else if (live.size() >= max * STUCK_FACTOR) {
                ownRoom.set(live.room());
            }
            return live;
        });
        lanes.computeIfPresent(key, (k, lane) -> {
            lane.startOnce(() -> drain(lane, window));
            return lane;
        });
        return now.get() < max ? Objects.requireNonNullElse(ownRoom.get(), DONE) : waitForRoom();
    }

    /**
     * Marks a key whose worker retries a transient error. Until the worker is done, the items of the key don't count towards the limit, so that
     * other keys don't wait for them. A stuck key may hold ten times as many items.
     */
    public void markStuck(String key) {
        lanes.computeIfPresent(key, (k, lane) -> {
            if (lane.markStuck()) {
                inside.addAndGet(-lane.size());
            }
            return lane;
        });
        if (inside.get() < max) {
            room.complete(null);
        }
    }

    private synchronized CompletionStage<Void> waitForRoom() {
        CompletableFuture<Void> waiting = room.isDone() ? new CompletableFuture<>() : room;
        room = waiting;
        if (inside.get() < max) {
            waiting.complete(null);
        }
        return waiting;
    }

    private void drain(Lane<T> lane, BatchWindow window) {
        while (!closed) {
            Lane.Batch<T> batch = lane.take(window);
            try {
                batch.work();
            } catch (RuntimeException e) {
                // A bug in the worker ends only its batch, so that the other items of the key don't wait forever.
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            } finally {
                if (finished(lane, batch.items().size()) < max) {
                    room.complete(null);
                }
            }
            boolean ended = lanes.computeIfPresent(lane.key(), (k, l) -> l.isEmpty() ? null : l) == null;
            if (ended) {
                return;
            }
        }
    }

    /** Ends a batch. A stuck key is released, and its waiting items count again. */
    private int finished(Lane<T> lane, int items) {
        lanes.computeIfPresent(lane.key(), (k, l) -> {
            lane.done();
            inside.addAndGet(lane.release() ? lane.size() : -items);
            return l;
        });
        return inside.get();
    }

    /** The number of items waiting or in progress. */
    public int size() {
        return lanes.values().stream().mapToInt(Lane::size).sum();
    }

    /** The age of the oldest item waiting or in progress; zero if there is none. */
    public Duration oldest(Instant now) {
        return lanes.values().stream()
                .map(Lane::oldest)
                .flatMap(Optional::stream)
                .map(start -> Duration.between(start, now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Interrupts all threads. Waiting items are dropped and not acknowledged. */
    @Override
    public void close() {
        closed = true;
        lanes.values().forEach(Lane::interrupt);
    }
}
