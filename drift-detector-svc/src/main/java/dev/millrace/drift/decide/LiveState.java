package dev.millrace.drift.decide;

import com.fasterxml.jackson.databind.JsonNode;

/** The state of an object in the cluster. */
public sealed interface LiveState {

    /** The object's kind is not watched in its namespace. */
    record Unwatched() implements LiveState {}

    /** The watch on the kind has not listed its objects yet. */
    record Unknown() implements LiveState {}

    /** The object does not exist. */
    record Absent() implements LiveState {}

    /** The object exists. */
    record Present(JsonNode object) implements LiveState {}
}
