package dev.millrace.messaging.queue;

import java.io.UncheckedIOException;
import java.util.function.BiConsumer;

/** Retries work until it succeeds or fails permanently. */
public record Retries(Backoff backoff) {

    /** The result of the work. */
    public sealed interface Ending {
        record Done() implements Ending {}

        /** The thread was interrupted while it waited for a retry, because the service is stopping. */
        record Stopped() implements Ending {}

        /** The work failed permanently: with an exception, or with an error such as a stack overflow. */
        record Impossible(Throwable error) implements Ending {}
    }

    /**
     * Does the work. An {@link UncheckedIOException} is a transient error and is retried without limit.
     *
     * @param onFailure receives the error of each failed try and the number of failures so far
     */
    public Ending untilDone(Runnable work, BiConsumer<UncheckedIOException, Integer> onFailure) {
        for (int failures = 1; true; failures++) {
            try {
                work.run();
                return new Ending.Done();
            } catch (UncheckedIOException e) {
                onFailure.accept(e, failures);
                if (!Lane.pause(backoff.after(failures))) {
                    return new Ending.Stopped();
                }
            } catch (RuntimeException | Error e) { // an error of one item ends that item
                return new Ending.Impossible(e);
            }
        }
    }
}
