/**
 * Receives and publishes events on Kafka, in the same way in all four services.
 *
 * <p>In: records from a channel, envelopes from a pipeline. Out: calls of a handler, in order per key and acknowledged after their
 * effect; records that Kafka has acknowledged; dead letters for permanent failures. What never happens here: a decision about the
 * content of an event.
 */
@NullMarked
package dev.millrace.messaging;

import org.jspecify.annotations.NullMarked;
