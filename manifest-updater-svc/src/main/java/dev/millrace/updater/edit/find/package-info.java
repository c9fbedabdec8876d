/**
 * From a file and searches to the places that follow a policy. In: a file's values and comments. Out: places, and the problems of their markers.
 * A place is never guessed, and nothing is changed.
 */
@NullMarked
package dev.millrace.updater.edit.find;

import org.jspecify.annotations.NullMarked;
