/**
 * From what happened in the clusters to the next wish: a version for the next environment, or one to be taken back. In: all that was told,
 * and the branch. Out: {@code update.requested}. Nothing is written here; the branch's writer decides anew.
 */
@NullMarked
package dev.millrace.updater.promote;

import org.jspecify.annotations.NullMarked;
