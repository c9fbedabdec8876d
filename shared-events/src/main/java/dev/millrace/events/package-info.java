/**
 * The event contract: the events that the services publish, as records.
 *
 * <p>In: facts that a service has just established. Out: {@link dev.millrace.events.Event}s, each with its topic, its key and its
 * id. Fields are only ever added; a breaking change is a new type. Nothing here does I/O, reads a clock or knows Kafka.
 */
@NullMarked
package dev.millrace.events;

import org.jspecify.annotations.NullMarked;
