package dev.millrace.builder.intake.registry.notice;

import java.util.LinkedHashSet;
import java.util.List;

/** The result of reading a notification. */
public sealed interface Outcome {

    /** Pushed tags, each once. */
    record Images(List<PushedTag> tags) implements Outcome {
        public Images {
            tags = List.copyOf(new LinkedHashSet<>(tags));
        }
    }

    /** A valid notification without a pushed image, such as a ping: answer 2xx. */
    record Ignored(String reason) implements Outcome {}

    /** An invalid notification: answer with this status, 4xx. */
    record Refused(int status, String message) implements Outcome {}

    /** One pushed tag. */
    static Outcome of(PushedTag tag) {
        return new Images(List.of(tag));
    }

    /** Several pushed tags, of which there may be none. */
    static Outcome of(List<PushedTag> tags) {
        return tags.isEmpty() ? new Ignored("no tag of an image was pushed") : new Images(tags);
    }

    /** A notification of another event. */
    static Outcome otherEvent() {
        return new Ignored("not a push of an image");
    }

    /** A push of a manifest without a tag. */
    static Outcome untagged() {
        return new Ignored("the pushed manifest has no tag");
    }

    /** A push of something else than an image, such as a chart. */
    static Outcome notAnImage() {
        return new Ignored("the pushed artifact is not an image");
    }

    /** A notification that lacks a field. */
    static Outcome malformed(String message) {
        return new Refused(400, message);
    }
}
