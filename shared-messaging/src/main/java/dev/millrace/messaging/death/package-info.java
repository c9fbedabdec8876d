/**
 * Finds the record whose handling ends the process, so that a restart does not end in the same way for ever (ADR 0020).
 *
 * <p>In: assigned partitions, and the records that are being handled. Out: marks, stored as metadata of offsets in a consumer group of their own; the
 * verdict on a record. What never happens here: the handling of a record, a dead letter.
 */
@NullMarked
package dev.millrace.messaging.death;

import org.jspecify.annotations.NullMarked;
