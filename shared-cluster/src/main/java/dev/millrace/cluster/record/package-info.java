/**
 * Applied records: per application what was applied, from which commit, and how the API server stored it. The agent's inventory and outbox,
 * the detector's baseline.
 *
 * <p>In: a record. Out: Secrets in the agent's namespace, and the record again. Only the agent writes; an index is replaced only at the
 * version at which it was read. Values of Secrets never reach this package, only their salted hashes.
 */
@NullMarked
package dev.millrace.cluster.record;

import org.jspecify.annotations.NullMarked;
