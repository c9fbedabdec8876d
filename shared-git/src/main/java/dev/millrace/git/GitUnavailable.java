package dev.millrace.git;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A Git host or a mirror is temporarily unavailable; a later try may succeed. The message contains no user and no secret. */
public sealed class GitUnavailable extends UncheckedIOException permits GitAccessDenied {

    public GitUnavailable(String what, Throwable cause) {
        super(new IOException(what, cause));
    }

    /** A copy for another caller, with its own stack trace. */
    public GitUnavailable copy() {
        return new GitUnavailable(getMessage(), this);
    }

    @Override
    public String getMessage() {
        return String.valueOf(getCause() == null ? null : getCause().getMessage());
    }
}
