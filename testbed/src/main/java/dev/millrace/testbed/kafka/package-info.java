/**
 * A real Kafka broker.
 *
 * <p>In: nothing, or settings. Out: a broker as a separate process, with the topics of Millrace, or with settings of an installation. No record is
 * written here.
 */
@NullMarked
package dev.millrace.testbed.kafka;

import org.jspecify.annotations.NullMarked;
