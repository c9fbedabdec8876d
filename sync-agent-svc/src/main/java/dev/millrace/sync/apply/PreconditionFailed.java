package dev.millrace.sync.apply;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** The object is not in the state that an apply or a deletion expected, and nothing was changed: the caller reads it and decides again. */
public final class PreconditionFailed extends RuntimeException {
    private static final long BETWEEN_TRIES = Duration.ofMillis(20).toNanos();

    PreconditionFailed(String what) {
        super(what, null, false, false);
    }

    /**
     * Repeats an action while its precondition fails, with growing pauses.
     *
     * @param action reads the object, decides and acts; receives the number of failed tries
     * @return the action's result; empty if the object changed during each try
     */
    public static <T> Optional<T> retried(int tries, IntFunction<T> action) {
        for (int failed = 0; failed < tries; failed++) {
            try {
                return Optional.of(action.apply(failed));
            } catch (PreconditionFailed e) {
                LockSupport.parkNanos(BETWEEN_TRIES * failed);
            }
        }
        return Optional.empty();
    }
}
