package dev.millrace.cluster.fields;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One field that differs.
 *
 * @param desired absent if the field should not exist
 * @param live absent if the field doesn't exist
 */
public record FieldDifference(FieldPath path, Optional<JsonNode> desired, Optional<JsonNode> live) {}
