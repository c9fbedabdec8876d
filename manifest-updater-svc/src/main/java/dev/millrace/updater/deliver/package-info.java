/**
 * The single writer of a branch. In: all pending updates. Out: commits on the branch's tip, pushed without force; and head branches with their
 * requests.
 */
@NullMarked
package dev.millrace.updater.deliver;

import org.jspecify.annotations.NullMarked;
