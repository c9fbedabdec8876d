/**
 * The minimum safe versions of the programs of an engine.
 *
 * <p>In: the output of a program's {@code --version}. Out: the reason why it must not be used, if there is one. What never happens here: a
 * program that is run.
 */
@NullMarked
package dev.millrace.builder.engine.version;

import org.jspecify.annotations.NullMarked;
