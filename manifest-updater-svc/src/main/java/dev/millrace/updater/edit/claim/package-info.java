/**
 * Decides which policy may write a value, by the image that the values around it name and by the form of what stands there. In: values
 * that a search found. Out: places and problems. A value without evidence is reported, never claimed.
 */
@NullMarked
package dev.millrace.updater.edit.claim;

import org.jspecify.annotations.NullMarked;
