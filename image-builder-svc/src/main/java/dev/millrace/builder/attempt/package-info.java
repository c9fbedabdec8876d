/**
 * Counts the attempts of a build that ended with the service itself, so that a build that kills its builder isn't tried for ever.
 *
 * <p>In: begun and ended attempts, of all instances. Out: the same, to the private topic {@code build.attempted}; the number of attempts in a row that
 * did not end. What never happens here: a decision about a build that ended.
 */
@NullMarked
package dev.millrace.builder.attempt;

import org.jspecify.annotations.NullMarked;
