package dev.millrace.builder.registry;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A registry could not be reached, or was in trouble itself. Passes. */
public final class RegistryUnavailable extends UncheckedIOException {

    public RegistryUnavailable(String what) {
        super(new IOException(what));
    }

    RegistryUnavailable(String what, IOException cause) {
        super(what, cause);
    }
}
