/**
 * Test support for handlers on SmallRye's in-memory connector: messages in the form of Kafka records.
 *
 * <p>In: an envelope. Out: a message with the record's topic, key and headers. Never used by a service.
 */
@NullMarked
package dev.millrace.messaging.testing;

import org.jspecify.annotations.NullMarked;
