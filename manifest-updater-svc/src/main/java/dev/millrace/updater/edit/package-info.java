/**
 * Changes values in the bytes of a file, and no other byte. In: content, target versions. Out: an
 * {@link dev.millrace.updater.edit.EditOutcome}. Pure: nothing is read from anywhere.
 */
@NullMarked
package dev.millrace.updater.edit;

import org.jspecify.annotations.NullMarked;
