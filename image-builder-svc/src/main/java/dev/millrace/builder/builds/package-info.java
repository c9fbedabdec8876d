/**
 * What was built of late, for people: the builds of this process, and their logs.
 *
 * <p>In: how a build goes on, and its tools' output. Out: {@code GET /builds}, {@code GET /builds/{id}/log}, and the log's tail for
 * {@code build.failed}. What never happens here: a credential in a log, a log without an end, a decision.
 */
@NullMarked
package dev.millrace.builder.builds;

import org.jspecify.annotations.NullMarked;
