/**
 * Tells what came of it: {@code sync.completed}, {@code health.changed}, the Application's status and Kubernetes events.
 *
 * <p>In: an attempt and how it ended; an application's health. Out: events that Kafka has acknowledged, in the order in which they were
 * recorded; status and events in the cluster. What never happens here: an event that isn't in the record first.
 */
@NullMarked
package dev.millrace.sync.report;

import org.jspecify.annotations.NullMarked;
