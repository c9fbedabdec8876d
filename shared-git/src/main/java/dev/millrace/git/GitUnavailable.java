package dev.millrace.git;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A git host or a mirror could not be reached or used just now; a later try may succeed. The message names no user and no secret. */
public sealed class GitUnavailable extends UncheckedIOException permits GitRefused {

    public GitUnavailable(String what, Throwable cause) {
        super(new IOException(what, cause));
    }

    /** The same for another one who wants to know. */
    public GitUnavailable again() {
        return new GitUnavailable(getMessage(), this);
    }

    @Override
    public String getMessage() {
        return String.valueOf(getCause() == null ? null : getCause().getMessage());
    }
}
