/**
 * The health rules of the agent, without a cluster.
 *
 * <p>In: generated objects. Out: the time that judging one of them takes. No process is started and nothing is requested.
 */
@NullMarked
package dev.millrace.bench.health;

import org.jspecify.annotations.NullMarked;
