/**
 * What to do: a pure function of what is desired, what was applied before and what the cluster says.
 *
 * <p>In: manifests, the applied record's objects, facts about objects that the record doesn't hold. Out: a plan, which is data: steps of
 * objects to apply or adopt, objects to prune afterwards, objects to leave, objects that must not be touched. Nothing here does I/O,
 * reads a clock or logs.
 */
@NullMarked
package dev.millrace.sync.plan;

import org.jspecify.annotations.NullMarked;
