/**
 * Triggers of an application: an event, the poll, its own resource, one of its objects.
 *
 * <p>In: events from Kafka, branch tips from a poll, changes of Applications. Out: a call of the pipeline, one at a time per application, with
 * all triggers since the last call merged. What never happens here: a decision based on the content of an event, which only selects applications.
 */
@NullMarked
package dev.millrace.sync.trigger;

import org.jspecify.annotations.NullMarked;
