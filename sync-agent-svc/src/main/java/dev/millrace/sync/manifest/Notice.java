package dev.millrace.sync.manifest;

import dev.millrace.events.value.ObjectRef;
import java.util.Optional;

/**
 * Information for users about the source that is no failure.
 *
 * @param object the object that is left out: it is neither applied nor, if it was applied before, pruned; empty if the notice is about something else
 * @param message a sentence for users, which holds no value
 */
public record Notice(Origin origin, Optional<ObjectRef> object, String message) {

    /** Returns true if the notice is about this left-out object. */
    boolean isOf(ObjectRef other) {
        return object.filter(one -> one.group().equals(other.group())
                        && one.kind().equals(other.kind())
                        && one.name().equals(other.name())
                        && (one.namespace().isEmpty() || one.namespace().equals(other.namespace())))
                .isPresent();
    }

    @Override
    public String toString() {
        return origin + ": " + message;
    }
}
