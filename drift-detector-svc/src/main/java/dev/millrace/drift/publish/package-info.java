/**
 * The published drifts that are not resolved.
 *
 * <p>In: each event that is published, and at the start all events on {@code drift.detected}. Out: the open drift of an object. The state is kept
 * in memory only, because the topic and the cluster hold it.
 */
@NullMarked
package dev.millrace.drift.publish;

import org.jspecify.annotations.NullMarked;
