/**
 * From a file's bytes to its values as they are written: what stands where, to the character. In: bytes. Out: values with their paths and spans,
 * comments. Knows nothing of images or policies, and never writes.
 */
@NullMarked
package dev.millrace.updater.edit.text;

import org.jspecify.annotations.NullMarked;
