/**
 * From a ref that moved to {@code config.committed}, read from the repository alone, so that webhook, poll and our own push produce the same
 * event id.
 */
@NullMarked
package dev.millrace.updater.publish;

import org.jspecify.annotations.NullMarked;
