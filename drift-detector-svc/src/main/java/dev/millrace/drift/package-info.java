/**
 * The drift detector: what changed in the cluster without coming from Git.
 *
 * <p>In: applied records and live objects, both watched. Out: {@code drift.detected}, on changes of state only. Nothing in the cluster is ever
 * written. Read {@link dev.millrace.drift.DriftPipeline} first.
 */
@NullMarked
package dev.millrace.drift;

import org.jspecify.annotations.NullMarked;
