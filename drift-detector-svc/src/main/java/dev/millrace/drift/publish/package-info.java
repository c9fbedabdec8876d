/**
 * The events that were published last, and the drifts that are not resolved.
 *
 * <p>In: each event that is published, and at the start the records of {@code drift.state}. Out: the newest event of an object. Nothing replays
 * {@code drift.detected}: the compacted topic holds one record per object.
 */
@NullMarked
package dev.millrace.drift.publish;

import org.jspecify.annotations.NullMarked;
