/**
 * The desired state: the records of what was applied.
 *
 * <p>In: the indexes of applied records, watched. Out: the newest record of each application, and its changes. Records are never written here.
 */
@NullMarked
package dev.millrace.drift.record;

import org.jspecify.annotations.NullMarked;
