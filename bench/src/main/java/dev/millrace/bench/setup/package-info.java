/**
 * The parts that several measurements share: repositories and Applications in large numbers, watches, counters, limits.
 *
 * <p>In: the test bed with running services. Out: repositories, objects, and what clients of the API server and the Git host observe. Nothing
 * here reports a result.
 */
@NullMarked
package dev.millrace.bench.setup;

import org.jspecify.annotations.NullMarked;
