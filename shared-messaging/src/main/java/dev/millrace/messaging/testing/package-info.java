/**
 * For tests of handlers on SmallRye's in-memory connector: messages that look as if Kafka had brought them.
 *
 * <p>In: an envelope. Out: a message with the record's topic, key and headers. Never used by a service.
 */
@NullMarked
package dev.millrace.messaging.testing;

import org.jspecify.annotations.NullMarked;
