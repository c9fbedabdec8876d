/**
 * How an event travels: CloudEvents 1.0 in Kafka's binary mode.
 *
 * <p>In: an {@link dev.millrace.events.wire.Envelope}, or the headers and the bytes of a record. Out: the other of the two; what can't
 * be read is an answer, not an exception. Nothing here talks to a broker.
 */
@NullMarked
package dev.millrace.events.wire;

import org.jspecify.annotations.NullMarked;
