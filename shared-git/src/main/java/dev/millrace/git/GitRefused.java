package dev.millrace.git;

/** The host refuses access, or is not the expected host: a later try succeeds only after a user's change. */
public final class GitRefused extends GitUnavailable {

    public GitRefused(String what, Throwable cause) {
        super(what, cause);
    }

    @Override
    public GitRefused again() {
        return new GitRefused(getMessage(), this);
    }
}
