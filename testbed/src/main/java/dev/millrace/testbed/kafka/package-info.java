/**
 * A real Kafka broker.
 *
 * <p>In: nothing. Out: a broker in a process of its own, with Millrace's topics. No record is ever written here.
 */
@NullMarked
package dev.millrace.testbed.kafka;

import org.jspecify.annotations.NullMarked;
