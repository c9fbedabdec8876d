/**
 * From a file and what to search for to the places that follow a policy. In: a file's values and comments. Out: places, and what is wrong with
 * their marks. A place is never guessed, and nothing is changed.
 */
@NullMarked
package dev.millrace.updater.edit.find;

import org.jspecify.annotations.NullMarked;
