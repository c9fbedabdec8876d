package dev.millrace.sync.health.watch;

import dev.millrace.sync.apply.refusal.Advice;
import dev.millrace.sync.apply.refusal.Refusal;
import dev.millrace.sync.identity.Identity;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The API server's refusal of a watch. What the watch has received before counts no longer, because its identity may not read it now. The watch
 * itself tries again, with pauses.
 */
final class WatchRefusal {
    private static final int SECONDS_BETWEEN_CHECKS = 1;
    private static final Executor LATER = CompletableFuture.delayedExecutor(SECONDS_BETWEEN_CHECKS, TimeUnit.SECONDS);

    private static final Logger LOG = Logger.getLogger(WatchRefusal.class);

    private final Identity identity;
    private final BooleanSupplier watching;
    private final BooleanSupplier stopped;
    private final Runnable changed;
    private volatile @Nullable String reason;

    /**
     * @param watching returns true while the watch is open
     * @param stopped returns true once the watch is closed for good
     * @param changed called when the watch is refused, and when it is open again
     */
    WatchRefusal(Identity identity, BooleanSupplier watching, BooleanSupplier stopped, Runnable changed) {
        this.identity = identity;
        this.watching = watching;
        this.stopped = stopped;
        this.changed = changed;
    }

    /** Returns the reason of the refusal; empty if the watch isn't refused. */
    Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** Notes a failure of the watch. */
    void failed(Throwable failure) {
        Refusal.forbidden(failure)
                .ifPresent(e ->
                        refused("it can't be watched: " + Advice.added(identity, e.getCode(), Refusal.message(e))));
    }

    private void refused(String why) {
        boolean first = reason == null;
        reason = why;
        if (first) {
            LOG.warnf("a watch is refused: error=%s", why);
            changed.run();
            LATER.execute(this::check);
        }
    }

    private void check() {
        if (stopped.getAsBoolean()) {
            return;
        }
        if (watching.getAsBoolean()) {
            reason = null;
            changed.run();
        } else {
            LATER.execute(this::check);
        }
    }
}
