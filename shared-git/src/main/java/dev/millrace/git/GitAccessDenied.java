package dev.millrace.git;

/** The host denies access, or is not the expected host: a later try succeeds only after a user's change. */
public final class GitAccessDenied extends GitUnavailable {

    public GitAccessDenied(String what, Throwable cause) {
        super(what, cause);
    }

    @Override
    public GitAccessDenied copy() {
        return new GitAccessDenied(getMessage(), this);
    }
}
