package dev.millrace.git.host;

/** A host answered and refused: insufficient token, missing repository, invalid request. The message contains no secret. */
public final class HostRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HostRefused(String message) {
        super(message);
    }
}
