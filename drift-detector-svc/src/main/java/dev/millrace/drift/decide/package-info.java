/**
 * Decides what is drift and which event to publish.
 *
 * <p>In: an application's record, a live object, the event published last. Out: a verdict and the next step. Pure: no cluster, no clock, no
 * Kafka.
 */
@NullMarked
package dev.millrace.drift.decide;

import org.jspecify.annotations.NullMarked;
