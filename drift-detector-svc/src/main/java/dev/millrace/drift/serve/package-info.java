/**
 * The open drifts and their history over HTTP.
 *
 * <p>In: requests, and each event that is published. Out: the events as on {@code drift.detected}, with their ids. Nothing here changes anything; confidential
 * values are in no event, so they are in no answer. Answers, pages, readers and what a reader may leave unread are bounded.
 */
@NullMarked
package dev.millrace.drift.serve;

import org.jspecify.annotations.NullMarked;
