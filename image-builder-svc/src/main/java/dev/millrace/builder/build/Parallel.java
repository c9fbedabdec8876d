package dev.millrace.builder.build;

import dev.millrace.messaging.WorkClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jboss.logging.MDC;

/** Work on several things at the same time. */
final class Parallel {
    private Parallel() {}

    /**
     * Works on each, and returns when all are done. If this thread is interrupted, so are the others.
     *
     * @throws RuntimeException the first failure, once all are done
     */
    static <T> void run(List<T> all, Consumer<T> work) {
        if (all.size() == 1) {
            work.accept(all.getFirst());
            return;
        }
        Object chain = MDC.get("chain");
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (T one : all) {
                running.add(threads.submit(WorkClock.carried(() -> {
                    if (chain != null) {
                        MDC.put("chain", chain);
                    }
                    work.accept(one);
                })));
            }
            WorkClock.pausedDuring(threads::close);
        }
        rethrowFirst(running);
    }

    private static void rethrowFirst(List<Future<?>> ended) {
        for (Future<?> one : ended) {
            try {
                one.get();
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case RuntimeException failure -> throw failure;
                    case Error error -> throw error;
                    case null, default -> throw new IllegalStateException(e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("a future that is done doesn't wait", e);
            }
        }
    }
}
