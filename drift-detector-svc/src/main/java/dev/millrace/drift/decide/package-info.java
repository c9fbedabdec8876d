/**
 * What is drift, and what there is to tell.
 *
 * <p>In: an application's record, a live object, what was told last. Out: a verdict, and the one thing to do. Pure: no cluster, no clock, no
 * Kafka.
 */
@NullMarked
package dev.millrace.drift.decide;

import org.jspecify.annotations.NullMarked;
