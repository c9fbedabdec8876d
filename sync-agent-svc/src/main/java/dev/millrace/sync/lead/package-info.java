/**
 * Which of several agents acts.
 *
 * <p>In: the Lease in the agent's namespace. Out: word that this agent leads, or leads no longer, and at any moment whether it does. What
 * a leader does is never decided here.
 */
@NullMarked
package dev.millrace.sync.lead;

import org.jspecify.annotations.NullMarked;
