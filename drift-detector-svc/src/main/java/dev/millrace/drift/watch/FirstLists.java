package dev.millrace.drift.watch;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The first lists of the watches: few run at once, because each may be large, and a start or a recovered API server begins all of them. */
final class FirstLists {
    private static final Logger LOG = Logger.getLogger(FirstLists.class);
    private static final int AT_ONCE = 16;

    /** A list that takes longer, or is retried, goes on without keeping the others waiting. */
    private static final Duration MAX_TURN = Duration.ofSeconds(10);

    private final Semaphore permits = new Semaphore(AT_ONCE, true);

    /**
     * Lists, and waits until that has ended, or has had its turn.
     *
     * @throws ExecutionException if the list failed
     */
    void run(Supplier<? extends CompletionStage<?>> list) throws InterruptedException, ExecutionException {
        permits.acquire();
        try {
            list.get().toCompletableFuture().get(MAX_TURN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.debugf("first list not ended, another one begins: turn=%s", MAX_TURN);
        } finally {
            permits.release();
        }
    }
}
