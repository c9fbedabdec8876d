package dev.millrace.builder.queue;

import dev.millrace.events.value.RepositoryId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The builds that wait and run. Each build waits in its own thread for its turn. Thread-safe.
 *
 * <p>Nothing here is durable: the event that asked for a build is acknowledged after its end, and is delivered again to the service that takes over.
 */
public final class BuildQueue {
    private final int parallel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Turn> waiting = new ArrayList<>();
    private final List<Turn> running = new ArrayList<>();
    private final Map<RepositoryId, Long> lastTurn = new HashMap<>();
    private long turns;
    private boolean stopped;

    /** @param parallel the number of builds that may run at a time, at least one */
    public BuildQueue(int parallel) {
        if (parallel < 1) {
            throw new IllegalArgumentException("at least one build runs at a time, not " + parallel);
        }
        this.parallel = parallel;
    }

    /** A build that may run until its turn is closed. */
    public final class Turn implements AutoCloseable {
        private final QueuedBuild build;
        private final Thread thread = Thread.currentThread();
        private boolean cancelled;

        private Turn(QueuedBuild build) {
            this.build = build;
        }

        public QueuedBuild build() {
            return build;
        }

        /** Returns true if a user has cancelled the build. Its thread was interrupted for that. */
        public boolean isCancelled() {
            lock.lock();
            try {
                return cancelled;
            } finally {
                lock.unlock();
            }
        }

        /** Ends the turn. An interrupt that cancelled the build doesn't outlive it. */
        @Override
        public void close() {
            lock.lock();
            try {
                running.remove(this);
                changed.signalAll();
                if (cancelled) {
                    Thread.interrupted();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Waits for the turn of a build.
     *
     * @return empty if the build was cancelled while it waited
     * @throws InterruptedException if the thread is interrupted, or the queue is stopped
     */
    public Optional<Turn> await(QueuedBuild build) throws InterruptedException {
        lock.lockInterruptibly();
        Turn turn = new Turn(build);
        try {
            waiting.add(turn);
            while (!stopped && !isNext(turn)) {
                changed.await();
            }
            if (stopped) {
                throw new InterruptedException("the queue is stopped");
            }
            if (turn.cancelled) {
                return Optional.empty();
            }
            running.add(turn);
            turns++;
            lastTurn.put(build.repository(), turns);
            return Optional.of(turn);
        } finally {
            waiting.remove(turn);
            forgetIdle();
            changed.signalAll(); // there may be room for one more
            lock.unlock();
        }
    }

    private boolean isNext(Turn turn) {
        return turn.cancelled
                || (running.size() < parallel
                        && NextBuild.of(builds(waiting), builds(running), lastTurn)
                                .filter(turn.build::equals)
                                .isPresent());
    }

    /** What is known of repositories without builds has no effect on the order, and would grow for ever. */
    private void forgetIdle() {
        if (waiting.isEmpty() && running.isEmpty()) {
            lastTurn.clear();
        }
    }

    /**
     * Cancels the build with this id: one that waits gets no turn, one that runs is interrupted.
     *
     * @return false if there is no such build
     */
    public boolean cancel(String id) {
        lock.lock();
        try {
            List<Turn> found = new ArrayList<>(waiting);
            found.addAll(running);
            found.removeIf(turn -> !turn.build.id().equals(id));
            for (Turn turn : found) {
                turn.cancelled = true;
                if (running.contains(turn)) {
                    turn.thread.interrupt();
                }
            }
            changed.signalAll();
            return !found.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Interrupts the running builds, and gives no further turn. Returns when all have ended.
     *
     * @return false if one still runs after the limit
     */
    public boolean stop(Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            stopped = true;
            running.forEach(turn -> turn.thread.interrupt());
            changed.signalAll();
            long left = limit.toNanos();
            while (!running.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return running.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** The builds that wait, the longest waiting first. */
    public List<QueuedBuild> waiting() {
        lock.lock();
        try {
            return builds(waiting);
        } finally {
            lock.unlock();
        }
    }

    private static List<QueuedBuild> builds(List<Turn> turns) {
        return turns.stream().map(turn -> turn.build).toList();
    }
}
