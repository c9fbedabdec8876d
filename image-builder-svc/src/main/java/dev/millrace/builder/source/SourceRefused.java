package dev.millrace.builder.source;

/** The files of a commit can't be built from as they are. */
public final class SourceRefused extends RuntimeException {

    SourceRefused(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
