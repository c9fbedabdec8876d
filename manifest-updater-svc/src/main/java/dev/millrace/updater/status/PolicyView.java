package dev.millrace.updater.status;

import java.util.List;
import java.util.Optional;

/**
 * A policy as people see it.
 *
 * @param commit our last commit for it
 * @param newest the newest image ever written for it, {@code name:tag@digest}
 * @param error why it can't do its work
 */
public record PolicyView(
        String repository,
        String branch,
        String name,
        String image,
        Optional<String> commit,
        Optional<String> newest,
        List<PlaceView> places,
        Optional<String> error) {

    /** A value that follows a policy. */
    public record PlaceView(String path, int line, String field, String value) {}
}
