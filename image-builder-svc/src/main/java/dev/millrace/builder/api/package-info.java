/**
 * The HTTP API for people: builds that wait, run and have ended, their logs, and commands to build again and to cancel.
 *
 * <p>In: the journal, the queue. Out: JSON, logs as text and as server-sent events; {@code source.changed} for a build that is asked for. What never
 * happens here: a build, a decision about one.
 */
@NullMarked
package dev.millrace.builder.api;

import org.jspecify.annotations.NullMarked;
