/**
 * The applied record of an application: its objects as applied, the running attempt, and the events that are still to be published.
 *
 * <p>In: the results of each step. Out: the applied record in the cluster, written before the next step begins. What never happens here: a
 * write over a record that another agent has changed meanwhile.
 */
@NullMarked
package dev.millrace.sync.record;

import org.jspecify.annotations.NullMarked;
