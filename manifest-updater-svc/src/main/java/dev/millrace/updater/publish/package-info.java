/**
 * From a ref that moved to {@code config.committed}, told by the repository alone, so that webhook, poll and our own push give one event id.
 */
@NullMarked
package dev.millrace.updater.publish;

import org.jspecify.annotations.NullMarked;
