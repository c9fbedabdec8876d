package dev.millrace.updater.review;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A host is temporarily unavailable; a later try may succeed. The message contains no secret. */
public final class ReviewUnavailable extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    public ReviewUnavailable(String what, Throwable cause) {
        super(what, new IOException(what, cause));
    }

    public ReviewUnavailable(String what) {
        super(what, new IOException(what));
    }
}
