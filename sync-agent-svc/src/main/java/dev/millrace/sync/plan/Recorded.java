package dev.millrace.sync.plan;

import dev.millrace.events.value.ObjectRef;

/**
 * An object that was applied before.
 *
 * @param uid the live object's uid at that time
 * @param renderedHash the hash of the manifest at that time; empty if it is not known to have been applied
 * @param wave the wave that it was applied in; 0 if it is not known
 */
public record Recorded(ObjectRef ref, String uid, String renderedHash, int wave) {

    /** An object of the wave of those that name none. */
    public Recorded(ObjectRef ref, String uid, String renderedHash) {
        this(ref, uid, renderedHash, 0);
    }
}
