/**
 * Finds moved refs for which no webhook arrived.
 *
 * <p>In: the refs of a host, and what the topic {@code source.changed} has announced of them. Out: events for the refs that moved, and a record of
 * those that need none. What never happens here: a comparison with the files of one instance, whose mirror may be new or outdated.
 */
@NullMarked
package dev.millrace.builder.source.poll;

import org.jspecify.annotations.NullMarked;
