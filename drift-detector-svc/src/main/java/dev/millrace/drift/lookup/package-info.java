/**
 * Facts of the cluster that a verdict rarely depends on, read when it does: the Application, autoscalers, the schema of a custom kind.
 *
 * <p>In: the lookups that a plan needs. Out: the facts, at most some seconds old. Nothing here is decided, and nothing is written.
 */
@NullMarked
package dev.millrace.drift.lookup;

import org.jspecify.annotations.NullMarked;
