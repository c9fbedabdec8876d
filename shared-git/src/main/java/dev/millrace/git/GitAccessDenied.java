package dev.millrace.git;

/** The host refuses access, or is not the expected host: a later try succeeds only after a user's change. */
public final class GitAccessDenied extends GitUnavailable {

    public GitAccessDenied(String what, Throwable cause) {
        super(what, cause);
    }

    @Override
    public GitAccessDenied again() {
        return new GitAccessDenied(getMessage(), this);
    }
}
