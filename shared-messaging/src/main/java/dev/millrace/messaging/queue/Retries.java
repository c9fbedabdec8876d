package dev.millrace.messaging.queue;

import java.io.UncheckedIOException;
import java.util.function.BiConsumer;

/** Does work until it succeeds, or fails for a reason that no further try can mend. */
public record Retries(Backoff backoff) {

    /** How the work ended. */
    public sealed interface Ending {
        record Done() implements Ending {}

        /** The thread was interrupted while it waited for the next try: the service is stopping. */
        record Stopped() implements Ending {}

        /** It can never work. */
        record Impossible(RuntimeException why) implements Ending {}
    }

    /**
     * Does the work. {@link UncheckedIOException} is trouble that passes and is tried again without end.
     *
     * @param onTrouble told of each failed try and of how many there have been
     */
    public Ending untilDone(Runnable work, BiConsumer<UncheckedIOException, Integer> onTrouble) {
        for (int failures = 1; true; failures++) {
            try {
                work.run();
                return new Ending.Done();
            } catch (UncheckedIOException e) {
                onTrouble.accept(e, failures);
                if (!Lane.pause(backoff.after(failures))) {
                    return new Ending.Stopped();
                }
            } catch (RuntimeException e) {
                return new Ending.Impossible(e);
            }
        }
    }
}
