/**
 * The wire format of events: CloudEvents 1.0 in Kafka's binary mode.
 *
 * <p>In: an {@link dev.millrace.events.wire.Envelope}, or the headers and the bytes of a record. Out: the other of the two. An
 * unreadable record is a result, not an exception. Nothing here connects to a broker.
 */
@NullMarked
package dev.millrace.events.wire;

import org.jspecify.annotations.NullMarked;
