/**
 * Deletion of objects that are no longer desired.
 *
 * <p>In: objects that the record holds and the newest commit doesn't, a round at a time. Out: which of them are gone, which are going, which stay
 * and why. Never deleted: an object that isn't the application's, one that is marked to be kept, a namespace that holds others' objects.
 */
@NullMarked
package dev.millrace.sync.prune;

import org.jspecify.annotations.NullMarked;
