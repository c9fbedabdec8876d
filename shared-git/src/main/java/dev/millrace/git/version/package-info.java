/**
 * Versions in tags. In: a text. Out: a version with its order, or a range of versions with the meaning that Masterminds/semver v3 gives it. A text that is
 * not a version is never guessed.
 */
@NullMarked
package dev.millrace.git.version;

import org.jspecify.annotations.NullMarked;
