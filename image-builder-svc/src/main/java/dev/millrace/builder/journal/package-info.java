/**
 * The journal of recent builds for users: the builds of this process, and their logs.
 *
 * <p>In: the progress of a build, and the output of its tools. Out: {@code GET /builds}, {@code GET /builds/{id}/log}, and the log's tail for
 * {@code build.failed}. What never happens here: a credential in a log, a log without an end, a decision.
 */
@NullMarked
package dev.millrace.builder.journal;

import org.jspecify.annotations.NullMarked;
