/**
 * The drift detector finds changes in the cluster that did not come from Git.
 *
 * <p>In: applied records and live objects, both watched. Out: {@code drift.detected}, on changes of state only. The service never
 * writes to the cluster. Read {@link dev.millrace.drift.DriftPipeline} first.
 */
@NullMarked
package dev.millrace.drift;

import org.jspecify.annotations.NullMarked;
