/**
 * Records of Kafka as all readers decode them, bounded and never with an exception, and their dead letters.
 *
 * <p>In: a record of a channel or of a consumer. Out: its event, or the reason why it is unreadable; the dead letter for either. What never happens
 * here: a request to Kafka.
 */
@NullMarked
package dev.millrace.messaging.record;

import org.jspecify.annotations.NullMarked;
