package dev.millrace.cluster.fields;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One field that differs.
 *
 * @param desired absent if the field should not exist, or if the values are redacted
 * @param live absent if the field doesn't exist, or if the values are redacted
 * @param redacted true if a value of the field came out of a Secret
 */
public record FieldDifference(FieldPath path, Optional<JsonNode> desired, Optional<JsonNode> live, boolean redacted) {

    /** Returns the same difference without the values. */
    public FieldDifference withoutValues() {
        return new FieldDifference(path, Optional.empty(), Optional.empty(), true);
    }
}
