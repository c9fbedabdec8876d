package dev.millrace.sync.render.worker;

import com.fasterxml.jackson.databind.JsonNode;

/** How a conversation with a worker ended. */
public sealed interface Answer {

    /** @param message which the caller knows how to read */
    record Said(JsonNode message) implements Answer {}

    record Refused(String reason) implements Answer {}

    /** It hung, died or said too much, and was replaced. */
    record Ended(String reason) implements Answer {}
}
