package dev.millrace.messaging.access;

/** Asks another authority whether the bearer of a token may read. */
public interface TokenReviewer {

    /**
     * Returns true if the bearer may read a path. Blocking.
     *
     * @throws java.io.UncheckedIOException if the authority is unavailable
     */
    boolean mayRead(String token, String path);
}
