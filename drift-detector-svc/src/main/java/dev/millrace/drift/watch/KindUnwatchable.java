package dev.millrace.drift.watch;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The API server serves the kind, and can't watch it. */
final class KindUnwatchable extends UncheckedIOException {

    KindUnwatchable(WatchedKind kind) {
        super(new IOException(
                "the cluster does not support watching " + kind + ": no drift of its objects is detected"));
    }
}
