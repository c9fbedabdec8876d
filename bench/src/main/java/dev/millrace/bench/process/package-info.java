/**
 * The services as processes: memory at rest, and the time of a start.
 *
 * <p>In: the running services. Out: megabytes and milliseconds. Starts and stops services, and changes nothing else.
 */
@NullMarked
package dev.millrace.bench.process;

import org.jspecify.annotations.NullMarked;
