/**
 * Work in order per key, keys in parallel, trouble retried.
 *
 * <p>In: items with a key. Out: calls of a worker on virtual threads, one at a time per key. Nothing here knows Kafka or events.
 */
@NullMarked
package dev.millrace.messaging.queue;

import org.jspecify.annotations.NullMarked;
