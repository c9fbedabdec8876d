/**
 * What git hosts send when somebody pushes.
 *
 * <p>In: the headers and the raw bytes of a request, and our secrets. Out: what was pushed, or why it isn't believed. A payload is a
 * hint: nothing here calls a URL of it.
 */
@NullMarked
package dev.millrace.git.webhook;

import org.jspecify.annotations.NullMarked;
