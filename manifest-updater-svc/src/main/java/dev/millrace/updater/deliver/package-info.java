/**
 * The one writer of a branch. In: all updates that wait. Out: one commit on the branch's tip, pushed; never by force.
 */
@NullMarked
package dev.millrace.updater.deliver;

import org.jspecify.annotations.NullMarked;
