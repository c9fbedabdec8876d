/**
 * What an application remembers: its objects as applied, the attempt under way, and what is still to be told.
 *
 * <p>In: what was done. Out: the applied record in the cluster, written before the next step is begun. What never happens here: a write
 * over a record that another agent has changed meanwhile.
 */
@NullMarked
package dev.millrace.sync.record;

import org.jspecify.annotations.NullMarked;
