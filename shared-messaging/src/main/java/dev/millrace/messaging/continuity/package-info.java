/**
 * Notices that Kafka is no longer the one that acknowledged earlier events: another cluster, an older state of it, or a topic that was created again.
 *
 * <p>In: the cluster's id, the ids and end offsets of topics, the records that Kafka has acknowledged. Out: a call of each {@link KafkaRecovery}, which
 * publishes again what may be missing. What never happens here: an end of the process, or a decision about the content of an event.
 */
@NullMarked
package dev.millrace.messaging.continuity;

import org.jspecify.annotations.NullMarked;
