/**
 * The command {@code explain}: the health of an object of a file, and the rules that were asked.
 *
 * <p>In: objects from a file or standard input. Out: text for a person, or one JSON line per object. No cluster is asked, and nothing is written.
 */
@NullMarked
package dev.millrace.sync.health.explain;

import org.jspecify.annotations.NullMarked;
