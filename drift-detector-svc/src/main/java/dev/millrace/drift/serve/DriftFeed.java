package dev.millrace.drift.serve;

import dev.millrace.events.DriftDetected;
import dev.millrace.events.wire.Envelope;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The events as they are published, for readers that follow them. A reader that leaves too many events unread is dropped, so that neither memory
 * nor the other readers depend on it. Thread-safe.
 */
public final class DriftFeed {
    static final int MAX_UNREAD = 1_000;
    static final int MAX_RECENT = 256;

    private final Set<Reader> readers = ConcurrentHashMap.newKeySet();
    private final Deque<Envelope<DriftDetected>> recent = new ArrayDeque<>();

    /** Passes on an event that was published. Never blocks. */
    public void published(Envelope<DriftDetected> drift) {
        synchronized (recent) {
            recent.addLast(drift);
            if (recent.size() > MAX_RECENT) {
                recent.removeFirst();
            }
            readers.forEach(reader -> reader.offer(drift));
        }
    }

    /** Returns the newest events of this process, oldest first. */
    List<Envelope<DriftDetected>> recent() {
        synchronized (recent) {
            return List.copyOf(recent);
        }
    }

    /**
     * Begins to follow.
     *
     * @param lastId the id of the last event that the reader received before; it gets the ones after it, as far as they are kept
     */
    Reader follow(Optional<String> lastId) {
        Reader reader = new Reader();
        synchronized (recent) {
            lastId.ifPresent(id -> recent.stream()
                    .dropWhile(drift -> !drift.id().value().equals(id))
                    .skip(1)
                    .forEach(reader::offer));
            readers.add(reader);
        }
        return reader;
    }

    int readers() {
        return readers.size();
    }

    /** A reader of the feed. */
    final class Reader implements AutoCloseable {
        private final BlockingQueue<Envelope<DriftDetected>> unread = new ArrayBlockingQueue<>(MAX_UNREAD);
        private volatile boolean isDropped;

        private void offer(Envelope<DriftDetected> drift) {
            if (!unread.offer(drift)) {
                isDropped = true;
                close();
            }
        }

        /** Returns true if the reader left too many events unread. It receives no more. */
        boolean isDropped() {
            return isDropped;
        }

        /** Returns the next event; empty if none is published within this time. */
        Optional<Envelope<DriftDetected>> next(Duration wait) throws InterruptedException {
            return Optional.ofNullable(unread.poll(wait.toMillis(), TimeUnit.MILLISECONDS));
        }

        @Override
        public void close() {
            readers.remove(this);
        }
    }
}
