package dev.millrace.drift.decide;

import com.fasterxml.jackson.databind.JsonNode;

/** What there is of an object in the cluster. */
public sealed interface Live {

    /** Its kind isn't watched there. */
    record Unwatched() implements Live {}

    /** Its kind has only begun to be watched: nothing can be said yet. */
    record Unseen() implements Live {}

    /** It is not there. */
    record Gone() implements Live {}

    /** It is there. */
    record There(JsonNode object) implements Live {}
}
