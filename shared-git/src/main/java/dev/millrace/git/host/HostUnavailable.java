package dev.millrace.git.host;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A host is temporarily unavailable; a later try may succeed. The message contains no secret. */
public final class HostUnavailable extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    public HostUnavailable(String what, Throwable cause) {
        super(what, new IOException(what, cause));
    }

    public HostUnavailable(String what) {
        super(what, new IOException(what));
    }
}
