/**
 * From a file's bytes to its values with their exact positions. In: bytes. Out: values with their paths and spans, comments. It knows nothing
 * of images or policies, and never writes.
 */
@NullMarked
package dev.millrace.updater.edit.text;

import org.jspecify.annotations.NullMarked;
