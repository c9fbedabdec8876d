package dev.millrace.drift.watch;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The API server does not serve the kind now. */
final class KindNotServed extends UncheckedIOException {

    KindNotServed(WatchedKind kind) {
        super(new IOException("the cluster does not serve " + kind));
    }
}
