/**
 * Which build runs next: at most so many at a time, fair between repositories.
 *
 * <p>In: builds that ask for their turn. Out: turns, and the builds that wait. It starts no thread and changes nothing else.
 */
@NullMarked
package dev.millrace.builder.queue;

import org.jspecify.annotations.NullMarked;
