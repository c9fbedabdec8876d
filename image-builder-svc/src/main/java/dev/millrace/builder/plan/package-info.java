/**
 * What to make of a commit, decided before anything is done: tags, labels, and the name under which a finished build is found again.
 *
 * <p>In: a commit, its build configuration, the builder's platform. Out: one plan per image. What never happens here: I/O, a clock, a
 * second answer to the same question.
 */
@NullMarked
package dev.millrace.builder.plan;

import org.jspecify.annotations.NullMarked;
