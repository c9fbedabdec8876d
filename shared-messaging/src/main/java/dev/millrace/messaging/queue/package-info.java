/**
 * Queues that process work in order per key, with keys in parallel, and retry transient errors; tasks that are repeated.
 *
 * <p>In: items with a key. Out: calls of a worker on virtual threads, one at a time per key. Nothing here knows Kafka or events.
 */
@NullMarked
package dev.millrace.messaging.queue;

import org.jspecify.annotations.NullMarked;
