/**
 * Carries plans out: tests, builds, pushes, and finds what was done before.
 *
 * <p>In: the plans of one commit. Out: per image, an event that says what came of it, once that is so. What never happens here: a push
 * before all tests have passed, a second build of what the registry has, trouble that passes told as a failure.
 */
@NullMarked
package dev.millrace.builder.make;

import org.jspecify.annotations.NullMarked;
