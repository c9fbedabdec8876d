package dev.millrace.messaging;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.MDC;

/** The same work on several items at the same time, on virtual threads that log with the caller's chain; it counts as work for the caller's event. */
public final class Parallel {
    private static final String CHAIN = "chain";

    private Parallel() {}

    /**
     * Works on all items at once, and returns when all have ended. If this thread is interrupted, so are the others.
     *
     * @throws RuntimeException the first failure in the order of the items, once all have ended
     */
    public static <T> void run(List<T> items, Consumer<T> work) {
        each(items, Math.max(1, items.size()), item -> {
            work.accept(item);
            return item;
        });
    }

    /**
     * Works on some items at a time, and returns the results in the order of the items when all have ended. If this thread is interrupted, so are
     * the others.
     *
     * @param most the number of items that are worked on at the same time
     * @throws RuntimeException the first failure in the order of the items, once all have ended; an {@link UncheckedIOException} for an item that had
     *     not begun when this thread was interrupted
     */
    public static <T, R> List<R> each(List<T> items, int most, Function<T, R> work) {
        if (items.size() == 1) {
            return List.of(work.apply(items.getFirst()));
        }
        Object chain = MDC.get(CHAIN);
        Semaphore free = new Semaphore(most);
        List<FutureTask<R>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (T item : items) {
                FutureTask<R> task = new FutureTask<>(() -> {
                    awaitRoom(free);
                    try {
                        if (chain != null) {
                            MDC.put(CHAIN, chain);
                        }
                        return work.apply(item);
                    } finally {
                        free.release();
                    }
                });
                running.add(task);
                threads.execute(WorkClock.carried(task));
            }
            WorkClock.pausedDuring(threads::close);
        }
        return running.stream().map(Parallel::result).toList();
    }

    private static void awaitRoom(Semaphore free) {
        try {
            free.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("interrupted before it began"));
        }
    }

    private static <R> R result(Future<R> ended) {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException("work threw what it doesn't declare", e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("a future that has ended doesn't wait", e);
        }
    }
}
