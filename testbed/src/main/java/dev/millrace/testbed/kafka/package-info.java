/**
 * A real Kafka broker.
 *
 * <p>In: nothing. Out: a broker as a separate process, with the topics of Millrace. No record is written here.
 */
@NullMarked
package dev.millrace.testbed.kafka;

import org.jspecify.annotations.NullMarked;
