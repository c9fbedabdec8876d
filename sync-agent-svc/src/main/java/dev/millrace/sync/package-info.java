/**
 * The sync agent: from a change in Git to the state of the cluster. Start reading at {@link dev.millrace.sync.SyncPipeline}.
 *
 * <p>In: an Application and its triggers. Out: the cluster in the state of the newest commit, the applied record, and the outcome of the
 * attempt. A failure of one application never affects another.
 */
@NullMarked
package dev.millrace.sync;

import org.jspecify.annotations.NullMarked;
