/**
 * From events of the clusters to the next update: a version for the next environment, or a revert. In: the state in memory, and the branch.
 * Out: {@code update.requested}. Nothing is written here; the branch's writer decides again.
 */
@NullMarked
package dev.millrace.updater.promote;

import org.jspecify.annotations.NullMarked;
