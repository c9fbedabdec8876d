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
 * One queue per key, each with at most one virtual thread at work: items of a key keep their order, keys don't wait for each other.
 *
 * <p>The worker itself retries what can pass; what it throws ends the item only and is a bug.
 */
public final class KeyedQueues<T> implements AutoCloseable {
    private final Map<String, Lane<T>> lanes = new ConcurrentHashMap<>();
    private final AtomicInteger inside = new AtomicInteger();
    private volatile CompletableFuture<Void> room = CompletableFuture.completedFuture(null);
    private static final int STUCK_SHARE = 10;
    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    private final int most;
    private volatile boolean closed;

    /**
     * @param most how many items may wait or be at work before {@link #submit} asks its caller to hold back
     */
    public KeyedQueues(int most) {
        this.most = most;
    }

    /**
     * Puts an item into its key's queue.
     *
     * @param worker called with all items gathered for the key, in order; of gathered items the first one's worker
     * @return completes when there is room for another one: at once, unless the queues are full
     */
    public CompletionStage<Void> submit(String key, T item, Gathering gathering, Consumer<List<T>> worker) {
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
            } else if (live.size() >= most * STUCK_SHARE) {
                ownRoom.set(live.room());
            }
            return live;
        });
        lanes.computeIfPresent(key, (k, lane) -> {
            lane.startOnce(() -> drain(lane, gathering));
            return lane;
        });
        return now.get() < most ? Objects.requireNonNullElse(ownRoom.get(), DONE) : waitForRoom();
    }

    /**
     * What the key's worker is at is in trouble that only time ends. Until it is done the key's items don't count among those that wait: other
     * keys must not wait for them. A key of its own may hold ten times as many.
     */
    public void stuck(String key) {
        lanes.computeIfPresent(key, (k, lane) -> {
            if (lane.stick()) {
                inside.addAndGet(-lane.size());
            }
            return lane;
        });
        if (inside.get() < most) {
            room.complete(null);
        }
    }

    private synchronized CompletionStage<Void> waitForRoom() {
        CompletableFuture<Void> waiting = room.isDone() ? new CompletableFuture<>() : room;
        room = waiting;
        if (inside.get() < most) {
            waiting.complete(null);
        }
        return waiting;
    }

    private void drain(Lane<T> lane, Gathering gathering) {
        while (!closed) {
            Lane.Batch<T> batch = lane.take(gathering);
            try {
                batch.work();
            } catch (RuntimeException e) {
                // A bug of the worker ends its batch only: the key's other items must not wait for ever.
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            } finally {
                if (left(lane, batch.items().size()) < most) {
                    room.complete(null);
                }
            }
            boolean ended = lanes.computeIfPresent(lane.key(), (k, l) -> l.isEmpty() ? null : l) == null;
            if (ended) {
                return;
            }
        }
    }

    /** A batch is done. A key that was stuck is not any longer: what waits in it counts again. */
    private int left(Lane<T> lane, int items) {
        lanes.computeIfPresent(lane.key(), (k, l) -> {
            lane.done();
            inside.addAndGet(lane.free() ? lane.size() : -items);
            return l;
        });
        return inside.get();
    }

    /** How many items wait or are at work. */
    public int size() {
        return lanes.values().stream().mapToInt(Lane::size).sum();
    }

    /** How long the oldest item has been waiting or at work; zero if there is none. */
    public Duration oldest(Instant now) {
        return lanes.values().stream()
                .map(Lane::oldest)
                .flatMap(Optional::stream)
                .map(start -> Duration.between(start, now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Ends all threads after what they are doing; items still waiting are dropped, not acknowledged. */
    @Override
    public void close() {
        closed = true;
        lanes.values().forEach(Lane::interrupt);
    }
}
