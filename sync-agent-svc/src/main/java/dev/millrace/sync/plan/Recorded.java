package dev.millrace.sync.plan;

import dev.millrace.events.value.ObjectRef;

/**
 * An object that was applied before.
 *
 * @param uid the live object's uid at that time
 * @param renderedHash the hash of its manifest then; empty if it is not known to have been applied
 * @param wave the wave that it was applied in; 0 if it is not known
 */
public record Recorded(ObjectRef ref, String uid, String renderedHash, int wave) {

    /** Of the wave of objects that name none. */
    public Recorded(ObjectRef ref, String uid, String renderedHash) {
        this(ref, uid, renderedHash, 0);
    }
}
