package dev.millrace.updater.deliver;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A branch can't be written to now, for a reason that passes or that a person will mend; to be tried again. */
public final class WriteFailed extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    WriteFailed(String message) {
        super(message, new IOException(message));
    }
}
