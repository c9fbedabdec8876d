/**
 * The terms of a search in a file: what a policy requests, and what is found. In: a policy's rules. Out: places, and the problems of their markers.
 * A place is never guessed.
 */
@NullMarked
package dev.millrace.updater.edit.find;

import org.jspecify.annotations.NullMarked;
