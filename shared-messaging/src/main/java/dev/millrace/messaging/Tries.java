package dev.millrace.messaging;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The running tries, and the records that wait for a retry. */
final class Tries {
    private final Map<String, Instant> running = new ConcurrentHashMap<>();
    private final Map<String, String> waiting = new ConcurrentHashMap<>();

    /** Runs one try for a record. A success removes the record from those that wait. */
    void run(String name, Runnable work) {
        running.put(name, Instant.now());
        try {
            work.run();
            waiting.remove(name);
        } catch (UncheckedIOException e) {
            waiting.put(name, String.valueOf(e.getMessage()));
            throw e;
        } finally {
            running.remove(name);
        }
    }

    /** Removes a record that is not retried. */
    void abandon(String name) {
        waiting.remove(name);
    }

    /** The duration of the longest running try; zero if none runs. */
    Duration longestRunning() {
        Instant now = Instant.now();
        return running.values().stream()
                .map(start -> Duration.between(start, now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** The records that wait for a retry, with their last error. */
    Map<String, String> waiting() {
        return Map.copyOf(waiting);
    }
}
