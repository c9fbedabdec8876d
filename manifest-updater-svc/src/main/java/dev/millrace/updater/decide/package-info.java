/**
 * Decides which image is newer, and which updates are written. In: an update, the images in the branch's history. Out: a decision. Pure: no I/O,
 * no clock. Nothing older than an image written once is ever accepted.
 */
@NullMarked
package dev.millrace.updater.decide;

import org.jspecify.annotations.NullMarked;
