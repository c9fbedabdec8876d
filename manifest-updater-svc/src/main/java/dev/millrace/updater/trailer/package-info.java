/**
 * The trailers of our commits. In: an update, or a message. Out: lines, or the updates that the lines name. Pure: no I/O, no clock. A message of
 * somebody else is only ever read, and what it has in another form than ours is left out.
 */
@NullMarked
package dev.millrace.updater.trailer;

import org.jspecify.annotations.NullMarked;
