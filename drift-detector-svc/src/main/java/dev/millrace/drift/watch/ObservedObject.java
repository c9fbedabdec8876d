package dev.millrace.drift.watch;

import dev.millrace.events.value.ObjectRef;

/**
 * A live object and the application that it names.
 *
 * @param applicationUid the uid in its annotation; empty if it has none
 */
public record ObservedObject(ObjectRef ref, String applicationUid) {}
