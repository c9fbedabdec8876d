/**
 * The daemon of BuildKit as a child process of this service.
 *
 * <p>In: its settings. Out: a socket that answers, or the reason why there is none. What never happens here: a daemon, or a process of a build,
 * that outlives this service.
 */
@NullMarked
package dev.millrace.builder.engine.buildkit.daemon;

import org.jspecify.annotations.NullMarked;
