/**
 * The plan of an attempt: a pure function of the desired objects, the objects that were applied before and the state of the cluster.
 *
 * <p>In: manifests, the applied record's objects, facts about objects that the record doesn't hold. Out: a plan, which is data: steps of
 * objects to apply or adopt, objects to prune afterwards, objects to leave, objects that must not be touched. Nothing here does I/O,
 * reads a clock or logs.
 */
@NullMarked
package dev.millrace.sync.plan;

import org.jspecify.annotations.NullMarked;
