/**
 * What makes an application be looked at: an event, the poll, its own resource, one of its objects.
 *
 * <p>In: events from Kafka, branch tips from a poll, changes of Applications. Out: a call of the pipeline, one at a time per application,
 * with all that came since the last one merged. What never happens here: a decision from what an event says; it only says where to look.
 */
@NullMarked
package dev.millrace.sync.trigger;

import org.jspecify.annotations.NullMarked;
