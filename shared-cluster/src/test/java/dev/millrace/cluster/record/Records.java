package dev.millrace.cluster.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.cluster.redaction.Salt;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ObjectRef;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Records for tests. */
final class Records {
    static final ApplicationId WEB = new ApplicationId("test", "apps", "web");
    static final Salt SALT = new Salt("ab".repeat(32));

    private Records() {}

    static AppliedRecord empty(String uid) {
        return AppliedRecord.first(WEB, uid);
    }

    static ObjectRef configMap(String name) {
        return new ObjectRef("v1", "ConfigMap", Optional.of("shop"), name);
    }

    static AppliedObject object(String name, String value) {
        JsonNode answer = json("""
                {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "%s", "uid": "uid-%s", "annotations": {"millrace.dev/applied": "h"},
                   "managedFields": [{"manager": "millrace", "operation": "Apply", "apiVersion": "v1", "time": "2026-01-01T00:00:00Z",
                     "fieldsType": "FieldsV1", "fieldsV1": {"f:data": {"f:a": {}}, "f:metadata": {"f:annotations": {"f:millrace.dev/applied": {}}}}}]},
                 "data": {"a": "%s", "b": "not ours"}}""".formatted(name, name, value));
        return AppliedObject.of(configMap(name), "h", answer, SALT);
    }

    /** A read set that makes a record too large for its index. */
    static Map<String, String> large(int seed) {
        return Map.of("file:large", noise(seed, 32 << 10));
    }

    /** Text that can't be compressed by much. */
    static String noise(int seed, int length) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) ('0' + random.nextInt(75)));
        }
        return text.toString().replace('\\', '/').replace('"', '\'');
    }

    static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
