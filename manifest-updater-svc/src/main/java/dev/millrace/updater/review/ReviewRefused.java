package dev.millrace.updater.review;

/** A host answered, and will not: a token that doesn't suffice, a repository that isn't there, a request it finds wrong. Names no secret. */
public final class ReviewRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ReviewRefused(String message) {
        super(message);
    }
}
