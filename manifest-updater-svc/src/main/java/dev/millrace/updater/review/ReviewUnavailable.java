package dev.millrace.updater.review;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A host could not be asked for its requests just now; a later try may succeed. The message names no secret. */
public final class ReviewUnavailable extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    public ReviewUnavailable(String what, Throwable cause) {
        super(what, new IOException(what, cause));
    }

    public ReviewUnavailable(String what) {
        super(what, new IOException(what));
    }
}
