package dev.millrace.messaging.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One queue per key, each with at most one virtual thread: items of a key keep their order, and keys don't wait for each other.
 *
 * <p>The worker retries transient errors itself. An exception or error from it is a bug and ends only its batch.
 */
public final class KeyedQueues<T> implements AutoCloseable {
    private final Map<String, Lane<T>> lanes = new ConcurrentHashMap<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger stuck = new AtomicInteger();
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
        lanes.compute(key, (k, lane) -> {
            Lane<T> live = lane == null ? new Lane<>(k) : lane;
            live.add(item, worker);
            (live.isStuck() ? stuck : inside).incrementAndGet();
            return live;
        });
        lanes.computeIfPresent(key, (k, lane) -> {
            lane.startOnce(() -> drain(lane, window));
            return lane;
        });
        return hasRoom() ? DONE : waitForRoom();
    }

    private boolean hasRoom() {
        return inside.get() < max && stuck.get() < max * STUCK_FACTOR;
    }

    private void giveRoom() {
        if (hasRoom()) {
            room.complete(null);
        }
    }

    /**
     * Marks a key whose worker retries a transient error. Until the worker is done, the items of the key don't count towards the limit, so that
     * other keys don't wait for them. All stuck keys together may hold ten times as many items.
     */
    public void markStuck(String key) {
        lanes.computeIfPresent(key, (k, lane) -> {
            if (lane.markStuck()) {
                inside.addAndGet(-lane.size());
                stuck.addAndGet(lane.size());
            }
            return lane;
        });
        giveRoom();
    }

    private synchronized CompletionStage<Void> waitForRoom() {
        CompletableFuture<Void> waiting = room.isDone() ? new CompletableFuture<>() : room;
        room = waiting;
        giveRoom();
        return waiting;
    }

    private void drain(Lane<T> lane, BatchWindow window) {
        while (!closed) {
            lane.take(window).ifPresent(batch -> work(lane, batch));
            boolean ended = lanes.computeIfPresent(lane.key(), (k, l) -> l.isEmpty() ? null : l) == null;
            if (ended) {
                return;
            }
        }
    }

    private void work(Lane<T> lane, Lane.Batch<T> batch) {
        try {
            batch.work();
        } catch (RuntimeException | Error e) {
            // A bug in the worker ends only its batch, so that the other items of the key don't wait forever.
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        } finally {
            finished(lane, batch.items().size());
            giveRoom();
        }
    }

    /** Ends a batch. A stuck key is released, and its waiting items count again. */
    private void finished(Lane<T> lane, int items) {
        lanes.computeIfPresent(lane.key(), (k, l) -> {
            lane.done();
            if (lane.release()) {
                inside.addAndGet(lane.size());
                stuck.addAndGet(-lane.size() - items);
            } else {
                inside.addAndGet(-items);
            }
            return l;
        });
    }

    /**
     * Drops the matching items that wait, interrupts the workers of those in progress, and returns when these have ended.
     *
     * @return false if one is still in progress after the limit
     */
    public boolean drop(Predicate<T> which, Duration limit) throws InterruptedException {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (String key : List.copyOf(lanes.keySet())) {
            lanes.computeIfPresent(key, (k, lane) -> {
                (lane.isStuck() ? stuck : inside).addAndGet(-lane.drop(which));
                running.add(lane.interruptIf(which));
                return lane;
            });
        }
        giveRoom();
        try {
            CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of an item in progress is no failure", e);
        }
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
