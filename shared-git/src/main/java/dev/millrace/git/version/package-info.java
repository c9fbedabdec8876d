/**
 * Versions as tags name them. In: a text. Out: a version and its place in the order of all, or the range that it is in. What is no version
 * is not guessed at.
 */
@NullMarked
package dev.millrace.git.version;

import org.jspecify.annotations.NullMarked;
