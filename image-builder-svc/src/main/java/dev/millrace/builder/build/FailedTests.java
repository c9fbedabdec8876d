package dev.millrace.builder.build;

import dev.millrace.events.value.RepositoryId;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The salts of tests, which keep a failure from being repeated out of the engine's cache. For an engine, a test whose failure is recorded has
 * succeeded; so after a failure the tests of the repository have another cache key. Thread-safe.
 */
final class FailedTests {
    private final Map<RepositoryId, String> salts = new ConcurrentHashMap<>();

    /** The salt for the next tests of a repository; a new one for each process. */
    String saltOf(RepositoryId repository) {
        return salts.computeIfAbsent(repository, any -> UUID.randomUUID().toString());
    }

    /** Changes the salt. */
    void failed(RepositoryId repository) {
        salts.put(repository, UUID.randomUUID().toString());
    }
}
