package dev.millrace.builder.source;

/** The files of a commit can't be used as a build context. */
public final class SourceUnusable extends RuntimeException {

    SourceUnusable(Throwable cause) {
        super(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), cause);
    }

    public SourceUnusable(String reason) {
        super(reason);
    }
}
