package dev.millrace.updater.deliver;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A branch cannot be written now, because of a temporary error or one that a user has to fix; to be tried again. */
public final class WriteFailed extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    WriteFailed(String message) {
        super(message, new IOException(message));
    }
}
