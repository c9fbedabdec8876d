/**
 * What was told, read back from Kafka's log into memory and followed from there: how applications fare, which images were built, what people
 * said about policies. In: records from the beginning. Out: answers; and new records of {@code policy.state}. Nothing is kept anywhere else.
 */
@NullMarked
package dev.millrace.updater.state;

import org.jspecify.annotations.NullMarked;
