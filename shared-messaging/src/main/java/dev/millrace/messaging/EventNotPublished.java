package dev.millrace.messaging;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Kafka did not acknowledge a record in time. The error is transient; the record may have been stored nevertheless. */
public final class EventNotPublished extends UncheckedIOException {

    EventNotPublished(String what, Throwable cause) {
        super(new IOException(what, cause));
    }
}
