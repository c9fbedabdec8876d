/**
 * Which image is newer, and which updates are to be written. In: an update, the images that the branch's history names. Out: a decision. Pure: no I/O,
 * no clock; nothing older than what was written once is ever asked for.
 */
@NullMarked
package dev.millrace.updater.decide;

import org.jspecify.annotations.NullMarked;
