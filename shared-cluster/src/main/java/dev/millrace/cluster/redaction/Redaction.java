package dev.millrace.cluster.redaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.events.value.ObjectRef;
import java.util.Set;

/** Replaces a Secret's values with salted hashes. The fields that identify the Secret, and our own annotations, stay as they are. */
public final class Redaction {
    private static final Set<String> PLAIN =
            Set.of("/apiVersion", "/kind", "/type", "/immutable", "/metadata/name", "/metadata/namespace");

    private final Salt salt;

    private Redaction(Salt salt) {
        this.salt = salt;
    }

    /** Returns true if the object's values may be neither stored nor published. */
    public static boolean isNeeded(ObjectRef ref) {
        return ref.kind().equals("Secret") && ref.group().isEmpty();
    }

    /** Returns the values in their storable form: hashed for a Secret, unchanged for any other object. */
    public static JsonNode of(ObjectRef ref, JsonNode values, Salt salt) {
        return isNeeded(ref) ? new Redaction(salt).hashed("", values) : values;
    }

    private JsonNode hashed(String path, JsonNode value) {
        return switch (value) {
            case ObjectNode map -> {
                ObjectNode hashed = JsonNodeFactory.instance.objectNode();
                map.properties()
                        .forEach(entry ->
                                hashed.set(entry.getKey(), hashed(path + "/" + entry.getKey(), entry.getValue())));
                yield hashed;
            }
            case ArrayNode list -> {
                ArrayNode hashed = JsonNodeFactory.instance.arrayNode();
                list.forEach(item -> hashed.add(hashed(path + "/-", item)));
                yield hashed;
            }
            default ->
                isPlain(path) || value.isNull() || value.isMissingNode()
                        ? value
                        : TextNode.valueOf("sha256:" + salt.hash(path + "\n" + value));
        };
    }

    private static boolean isPlain(String path) {
        return PLAIN.contains(path) || path.startsWith("/metadata/annotations/millrace.dev/");
    }
}
