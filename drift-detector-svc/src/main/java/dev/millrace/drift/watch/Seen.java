package dev.millrace.drift.watch;

import dev.millrace.events.value.ObjectRef;

/**
 * Word of a live object.
 *
 * @param applicationUid whose it says it is; empty if it doesn't
 */
public record Seen(ObjectRef ref, String applicationUid) {}
