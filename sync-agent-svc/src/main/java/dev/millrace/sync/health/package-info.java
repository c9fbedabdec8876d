/**
 * Health of objects.
 *
 * <p>In: an object as the API server has it, and for the watches the objects of each application. Out: its health with a sentence that
 * names the cause, and a call whenever the health may have changed. The rules are pure functions; no thread ever waits for a rollout.
 * Nothing here writes to the cluster.
 */
@NullMarked
package dev.millrace.sync.health;

import org.jspecify.annotations.NullMarked;
