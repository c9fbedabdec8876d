package dev.millrace.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A registry is unreachable or failed. The error is transient. */
public final class RegistryUnavailable extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    public RegistryUnavailable(String what) {
        super(what, new IOException(what));
        this.retryAfter = null;
    }

    public RegistryUnavailable(String what, IOException cause) {
        super(what, cause);
        this.retryAfter = null;
    }

    /** @param retryAfter the time for which the registry requests no further request */
    RegistryUnavailable(String what, Optional<Duration> retryAfter) {
        super(what, new IOException(what));
        this.retryAfter = retryAfter.orElse(null);
    }

    /** The time for which the registry requests no further request; at most an hour. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
