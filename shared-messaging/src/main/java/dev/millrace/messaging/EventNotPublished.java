package dev.millrace.messaging;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Kafka did not acknowledge a record in time. Passes when the broker is back; the record may have arrived all the same. */
public final class EventNotPublished extends UncheckedIOException {

    EventNotPublished(String what, Throwable cause) {
        super(new IOException(what, cause));
    }
}
