/**
 * The sync agent: from a moved branch to the state of the cluster. Start reading at {@link dev.millrace.sync.SyncPipeline}.
 *
 * <p>In: an Application and what asked for it to be looked at. Out: the cluster as the newest commit says, the record of it, and how the
 * attempt ended. One application's trouble never reaches another.
 */
@NullMarked
package dev.millrace.sync;

import org.jspecify.annotations.NullMarked;
