package dev.millrace.sync.render.transform;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.List;
import java.util.Map;

/** A <a href="https://www.rfc-editor.org/rfc/rfc6902">JSON patch</a>. */
record JsonOperations(ArrayNode operations) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();
    private static final TypeReference<Map<String, Object>> CONTENT = new TypeReference<>() {};

    /** Operations that copy copies grow the object fast. */
    private static final int MAX_VALUES = 300_000;

    static JsonOperations of(List<?> operations) {
        return new JsonOperations(JSON.valueToTree(operations));
    }

    /** @throws IllegalArgumentException if an operation can't be applied; the message holds no value */
    Map<String, Object> in(Map<String, Object> content) {
        JsonNode patched = JSON.valueToTree(content);
        for (JsonNode operation : operations) {
            patched = one(operation, patched);
            if (size(patched) > MAX_VALUES) {
                throw new IllegalArgumentException("it makes more than " + MAX_VALUES + " values of an object");
            }
        }
        return JSON.convertValue(patched, CONTENT);
    }

    private static JsonNode one(JsonNode operation, JsonNode content) {
        try {
            return JsonPatch.apply(JSON.createArrayNode().add(operation), content);
        } catch (JsonPatchException e) {
            throw new IllegalArgumentException(
                    "the operation " + operation.path("op").asText() + " "
                            + operation.path("path").asText() + " doesn't fit",
                    e);
        }
    }

    private static int size(JsonNode node) {
        int size = 1;
        for (JsonNode child : node) {
            size += size(child);
        }
        return size;
    }
}
