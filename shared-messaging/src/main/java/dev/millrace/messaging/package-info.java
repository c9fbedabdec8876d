/**
 * How a service hears and tells events on Kafka, the same in all four.
 *
 * <p>In: records from a channel, envelopes from a pipeline. Out: calls of a handler, in order per key and acknowledged after their
 * effect; records that Kafka has acknowledged; dead letters for what can never work. What never happens here: a decision about an
 * event's content.
 */
@NullMarked
package dev.millrace.messaging;

import org.jspecify.annotations.NullMarked;
