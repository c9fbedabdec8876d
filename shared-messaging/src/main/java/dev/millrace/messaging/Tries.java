package dev.millrace.messaging;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The running tries, and the records that wait for a retry. */
final class Tries {
    private final Set<WorkClock> running = ConcurrentHashMap.newKeySet();
    private final Map<String, String> waiting = new ConcurrentHashMap<>();

    /** Runs one try for a record. A success removes the record from those that wait. */
    void run(String name, Runnable work) {
        try {
            WorkClock.runIn(running, work);
            waiting.remove(name);
        } catch (UncheckedIOException e) {
            waiting.put(name, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    /** Removes a record that is not retried. */
    void abandon(String name) {
        waiting.remove(name);
    }

    /** The duration of the longest running stretch of work of a thread without a pause; zero if none runs. */
    Duration longestRunning() {
        return running.stream().map(WorkClock::running).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** The records that wait for a retry, with their last error. */
    Map<String, String> waiting() {
        return Map.copyOf(waiting);
    }
}
