package dev.millrace.drift.publish;

import dev.millrace.events.value.ObjectRef;

/** An object of one application, regardless of its API version. */
public record ObjectKey(String applicationUid, String identity) {

    public static ObjectKey of(String applicationUid, ObjectRef ref) {
        return new ObjectKey(applicationUid, ref.identity());
    }

    @Override
    public String toString() {
        return applicationUid + " " + identity;
    }
}
