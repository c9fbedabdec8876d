/**
 * Thousands of Applications in one agent.
 *
 * <p>In: a repository with a directory for each. Out: time until all are ready, memory, restarts, and requests at rest.
 */
@NullMarked
package dev.millrace.bench.scale;

import org.jspecify.annotations.NullMarked;
