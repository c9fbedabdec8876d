/**
 * Watches of the objects that applications have.
 *
 * <p>In: the objects of each application. Out: their health, as far as it has been received, and a call whenever it may have changed. No thread ever
 * waits for a rollout; nothing here writes to the cluster.
 */
@NullMarked
package dev.millrace.sync.health.watch;

import org.jspecify.annotations.NullMarked;
