package dev.millrace.builder.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** Keeps the builds and the cleanup of an engine's cache apart: builds run in parallel, and none while the cache is cleaned. Thread-safe. */
public final class CacheUse {
    /** The number of times in a row that running builds may put off a cleanup. */
    private static final int MAX_SKIPPED = 20;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
    private final AtomicInteger skipped = new AtomicInteger();

    /** Runs a build. */
    public <T> T build(Supplier<T> build) {
        lock.readLock().lock();
        try {
            return build.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Cleans the cache if no build runs. If some always do, it waits for them once in a while, and later builds wait for it. */
    public void clean(Runnable cleanup) {
        if (!lock.writeLock().tryLock()) {
            if (skipped.incrementAndGet() < MAX_SKIPPED) {
                return;
            }
            lock.writeLock().lock();
        }
        try {
            skipped.set(0);
            cleanup.run();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
