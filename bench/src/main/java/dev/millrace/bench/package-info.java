/**
 * The program behind {@code make bench}: end-to-end measurements on real parts.
 *
 * <p>In: a glob over names. Out: a table on the terminal and {@code bench/target/results.json}, both written after each result. No result
 * fails because it is slow.
 */
@NullMarked
package dev.millrace.bench;

import org.jspecify.annotations.NullMarked;
