package dev.millrace.bench.setup;

import java.util.Optional;
import java.util.concurrent.Callable;

/** A value that is computed at most once. A failure counts: it is thrown again instead of another attempt. */
public final class Once<T> {
    private Optional<Outcome<T>> outcome = Optional.empty();

    private sealed interface Outcome<T> {
        record Value<T>(T value) implements Outcome<T> {}

        record Failure<T>(String reason) implements Outcome<T> {}
    }

    public T get(Callable<T> computation) throws Exception {
        if (outcome.isEmpty()) {
            try {
                outcome = Optional.of(new Outcome.Value<>(computation.call()));
            } catch (Exception e) {
                outcome = Optional.of(new Outcome.Failure<>(String.valueOf(e.getMessage())));
                throw e;
            }
        }
        return switch (outcome.get()) {
            case Outcome.Value<T>(T value) -> value;
            case Outcome.Failure<T>(String reason) -> throw new IllegalStateException(reason);
        };
    }
}
