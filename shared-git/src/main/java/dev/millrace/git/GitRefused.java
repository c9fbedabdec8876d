package dev.millrace.git;

/** The host does not let us in, or is not the one that it should be: a later try succeeds only if a person changed something. */
public final class GitRefused extends GitUnavailable {

    public GitRefused(String what, Throwable cause) {
        super(what, cause);
    }

    @Override
    public GitRefused again() {
        return new GitRefused(getMessage(), this);
    }
}
