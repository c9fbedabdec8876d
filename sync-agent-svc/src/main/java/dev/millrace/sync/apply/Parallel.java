package dev.millrace.sync.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** The same work on several items, a few at a time. */
public final class Parallel {
    private Parallel() {}

    /** Returns the results in the order of the items; the first exception of any of them is thrown after all have ended. */
    public static <T, R> List<R> each(List<T> things, int most, Function<T, R> work) {
        if (things.size() == 1) {
            return List.of(work.apply(things.getFirst()));
        }
        Semaphore free = new Semaphore(most);
        List<Future<R>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            things.forEach(thing -> running.add(threads.submit(() -> {
                free.acquire();
                try {
                    return work.apply(thing);
                } finally {
                    free.release();
                }
            })));
        }
        return running.stream().map(Parallel::result).toList();
    }

    private static <R> R result(Future<R> done) {
        try {
            return done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("work threw what it doesn't declare", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the service is stopping", e);
        }
    }
}
