/**
 * Versions in tags. In: a text. Out: a version with its order, or a range of versions. A text that is not a version is never guessed.
 */
@NullMarked
package dev.millrace.git.version;

import org.jspecify.annotations.NullMarked;
