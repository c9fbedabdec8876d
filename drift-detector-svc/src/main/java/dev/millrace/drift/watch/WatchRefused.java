package dev.millrace.drift.watch;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The API server does not allow this service to watch the kind. The watch starts once somebody grants it. */
final class WatchRefused extends UncheckedIOException {

    WatchRefused(WatchedKind kind) {
        super(new IOException(kind
                + " may not be watched: grant get, list and watch with a ClusterRole that has the label"
                + " millrace.dev/watched-for-drift=true"));
    }
}
