package dev.millrace.updater.state;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The state of policies is not loaded from Kafka yet; to be tried again. */
public final class StateNotLoaded extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    StateNotLoaded() {
        super("policy.state is not loaded yet", new IOException("policy.state is not loaded yet"));
    }
}
