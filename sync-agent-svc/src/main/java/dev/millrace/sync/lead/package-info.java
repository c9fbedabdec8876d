/**
 * Leader election among several agents.
 *
 * <p>In: the Lease in the agent's namespace. Out: a call when this agent becomes the leader or loses leadership, and at any moment whether it
 * is the leader. The work of a leader is never decided here.
 */
@NullMarked
package dev.millrace.sync.lead;

import org.jspecify.annotations.NullMarked;
