package dev.millrace.sync.manifest;

import dev.millrace.events.value.ObjectRef;
import java.util.Optional;

/**
 * Something that a user should know of the source, and that is no failure.
 *
 * @param object the object that is left out: it is neither applied nor, if it was applied before, pruned; empty if the notice is about something else
 * @param message a sentence for people, which holds no value
 */
public record Notice(Origin origin, Optional<ObjectRef> object, String message) {

    /** Names the object that is left out. */
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
