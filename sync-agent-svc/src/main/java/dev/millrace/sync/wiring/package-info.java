/**
 * Assembles the agent from its configuration, starts and stops it.
 *
 * <p>In: configuration, the cluster's client, the messaging beans. Out: one of each. A wrong configuration stops the start and names the
 * key. Nothing is decided here.
 */
@NullMarked
package dev.millrace.sync.wiring;

import org.jspecify.annotations.NullMarked;
