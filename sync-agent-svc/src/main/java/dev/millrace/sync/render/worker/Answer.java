package dev.millrace.sync.render.worker;

import com.fasterxml.jackson.databind.JsonNode;

/** The end of an exchange with a worker. */
public sealed interface Answer {

    /** @param message in a format that the caller knows */
    record Message(JsonNode message) implements Answer {}

    record Refused(String reason) implements Answer {}

    /** The process hung, died or exceeded its output limit, and was replaced. */
    record Ended(String reason) implements Answer {}
}
