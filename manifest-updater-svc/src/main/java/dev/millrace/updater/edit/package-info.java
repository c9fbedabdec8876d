/**
 * From a file's bytes and the values that its policies want to the same bytes with only those values changed. In: content, wanted images. Out:
 * an {@link dev.millrace.updater.edit.EditOutcome}. Pure: nothing is read from anywhere, and no byte outside a value is ever touched.
 */
@NullMarked
package dev.millrace.updater.edit;

import org.jspecify.annotations.NullMarked;
