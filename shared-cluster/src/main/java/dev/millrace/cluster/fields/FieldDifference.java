package dev.millrace.cluster.fields;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One field that isn't as it was.
 *
 * @param desired absent if the field should not be there
 * @param live absent if the field is gone
 */
public record FieldDifference(FieldPath path, Optional<JsonNode> desired, Optional<JsonNode> live) {}
