package dev.millrace.updater.review;

/** A host answered and refused: insufficient token, missing repository, invalid request. The message contains no secret. */
public final class ReviewRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ReviewRefused(String message) {
        super(message);
    }
}
