package dev.millrace.git;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A git host or a mirror could not be reached or used just now; a later try may succeed. The message names no user and no secret. */
public final class GitUnavailable extends UncheckedIOException {

    public GitUnavailable(String what, Throwable cause) {
        super(new IOException(what, cause));
    }

    @Override
    public String getMessage() {
        return String.valueOf(getCause() == null ? null : getCause().getMessage());
    }
}
