package dev.millrace.updater.registry;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A registry could not be reached, or was in trouble itself. Passes. */
public final class RegistryUnavailable extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    RegistryUnavailable(String what) {
        super(what, new IOException(what));
    }

    RegistryUnavailable(String what, IOException cause) {
        super(what, cause);
    }
}
