/**
 * What should be in the cluster.
 *
 * <p>In: the indexes of applied records, watched. Out: the newest record of each application, and what changed in it. Never written.
 */
@NullMarked
package dev.millrace.drift.record;

import org.jspecify.annotations.NullMarked;
