package dev.millrace.registry;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A registry is unreachable or failed. The error is transient. */
public final class RegistryUnavailable extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    public RegistryUnavailable(String what) {
        super(what, new IOException(what));
    }

    public RegistryUnavailable(String what, IOException cause) {
        super(what, cause);
    }
}
