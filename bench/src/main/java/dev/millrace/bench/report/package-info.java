/**
 * Results: their percentiles, their table and their file.
 *
 * <p>In: measured values, and measurements that failed. Out: lines of a table and valid JSON after each of them. Never a measurement itself.
 */
@NullMarked
package dev.millrace.bench.report;

import org.jspecify.annotations.NullMarked;
