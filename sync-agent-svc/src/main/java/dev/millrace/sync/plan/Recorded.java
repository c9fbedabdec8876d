package dev.millrace.sync.plan;

import dev.millrace.events.value.ObjectRef;

/**
 * An object that was applied before.
 *
 * @param uid the live object's uid at that time
 * @param renderedHash the hash of its manifest then; empty if it is not known to have been applied
 */
public record Recorded(ObjectRef ref, String uid, String renderedHash) {}
