/**
 * Measurements from end to end, on real parts.
 *
 * <p>In: names to run. Out: a table on the terminal and {@code bench/target/results.json}. Nothing here fails by the clock.
 */
@NullMarked
package dev.millrace.bench;

import org.jspecify.annotations.NullMarked;
