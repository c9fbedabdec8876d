package dev.millrace.cluster.redaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.events.value.ObjectRef;
import java.util.Set;

/**
 * Replaces values with salted hashes: all of a Secret, and those of another object's confidential fields. The fields that identify the object, and
 * our own annotations, stay as they are.
 */
public final class Redaction {
    private static final Set<String> PLAIN =
            Set.of("/apiVersion", "/kind", "/type", "/immutable", "/metadata/name", "/metadata/namespace");

    private final Salt salt;
    private final Set<String> plain;

    private Redaction(Salt salt, Set<String> plain) {
        this.salt = salt;
        this.plain = plain;
    }

    /** Returns true if the object's values may be neither stored nor published. */
    public static boolean isNeeded(ObjectRef ref) {
        return ref.kind().equals("Secret") && ref.group().isEmpty();
    }

    /**
     * Returns the values in their storable form.
     *
     * @param values modified if the object has confidential fields
     */
    public static JsonNode of(ObjectRef ref, JsonNode values, ConfidentialFields confidential, Salt salt) {
        if (isNeeded(ref)) {
            return new Redaction(salt, PLAIN).hashed("", values);
        }
        confidential.conceal(values, new Redaction(salt, Set.of()));
        return values;
    }

    JsonNode hashed(String path, JsonNode value) {
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

    private boolean isPlain(String path) {
        return plain.contains(path) || path.startsWith("/metadata/annotations/millrace.dev/");
    }
}
