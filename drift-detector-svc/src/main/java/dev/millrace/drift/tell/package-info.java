/**
 * What was told and is not over.
 *
 * <p>In: what is told now, and at the start what {@code drift.detected} holds already. Out: the open drift of an object. State is kept in
 * memory only: the topic and the cluster hold it.
 */
@NullMarked
package dev.millrace.drift.tell;

import org.jspecify.annotations.NullMarked;
