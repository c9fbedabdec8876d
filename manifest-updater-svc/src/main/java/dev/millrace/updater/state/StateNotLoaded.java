package dev.millrace.updater.state;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What people said about policies is not read back yet; to be tried again. */
public final class StateNotLoaded extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    StateNotLoaded() {
        super("policy.state is not read back yet", new IOException("policy.state is not read back yet"));
    }
}
