package dev.millrace.messaging;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is being tried just now, and what waits for its next try. */
final class Tries {
    private final Map<String, Instant> running = new ConcurrentHashMap<>();
    private final Map<String, String> waiting = new ConcurrentHashMap<>();

    /** One try at what is named; it is no longer in trouble if it succeeds. */
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

    /** What is named will not be tried again. */
    void gaveUp(String name) {
        waiting.remove(name);
    }

    /** How long the longest try that is running has been at it; zero if none runs. */
    Duration longest() {
        Instant now = Instant.now();
        return running.values().stream()
                .map(start -> Duration.between(start, now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** What waits for its next try, and why the last one failed. */
    Map<String, String> waiting() {
        return Map.copyOf(waiting);
    }
}
