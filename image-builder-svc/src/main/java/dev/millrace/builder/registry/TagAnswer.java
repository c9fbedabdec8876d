package dev.millrace.builder.registry;

import dev.millrace.events.value.Digest;
import java.util.Optional;
import java.util.Set;

/** The meaning of a registry's response to the request to write a tag. */
sealed interface TagAnswer {
    /** Statuses by which registries refuse to move a tag; each of them may have another reason. */
    Set<Integer> IMMUTABLE = Set.of(400, 403, 405, 409, 412, 422);

    /** The tag names the image. */
    record Written() implements TagAnswer {}

    /**
     * The tag names another image and can't be moved.
     *
     * @param other the digest of the other image
     */
    record Taken(Digest other) implements TagAnswer {}

    /** The registry refused for another reason. */
    record Refused() implements TagAnswer {}

    /** Returns true if the current digest of the tag decides about an answer. */
    static boolean dependsOnCurrent(int status) {
        return IMMUTABLE.contains(status);
    }

    /**
     * Distinguishes the answers.
     *
     * @param current the digest that the tag names after the answer
     * @param ours the digest that it should name
     */
    static TagAnswer of(int status, Optional<Digest> current, Digest ours) {
        if (status / 100 == 2) {
            return new Written();
        }
        if (!dependsOnCurrent(status) || current.isEmpty()) {
            return new Refused();
        }
        return current.get().equals(ours) ? new Written() : new Taken(current.get());
    }
}
