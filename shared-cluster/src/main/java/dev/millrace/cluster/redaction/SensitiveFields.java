package dev.millrace.cluster.redaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cluster.fields.FieldDifference;
import dev.millrace.cluster.fields.PathElement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The fields of an object that hold a password, a token or the like outside of Secrets: by their name, by the name of the environment variable, or
 * by the form of their value.
 */
public final class SensitiveFields {
    private static final String NAME = "name";
    private static final String VALUE = "value";

    private static final String SECRET_WORD = "(?:password|passwd|passphrase|pwd|secret|token|credentials?"
            + "|(?:api|access|private|secret|signing|encryption|account)[_-]?key)";

    /** An address with a password, an option or a setting with one, a private key, a token of a known form. No part can match in two ways. */
    private static final Pattern CONFIDENTIAL =
            Pattern.compile("(?i)[a-z0-9+.-]{1,30}://[^\\s/:@]{0,100}:[^\\s/@]{1,200}@"
                    + "|" + SECRET_WORD + "[\"']?\\s{0,5}[:=]\\s{0,5}[\"']?[^\\s\"'$<{\\[]{3}"
                    + "|-----BEGIN [A-Z ]{0,30}PRIVATE KEY"
                    + "|\\bbearer [a-z0-9._~+/-]{8}|\\bbasic [a-z0-9+/]{8}"
                    + "|\\beyJ[a-z0-9_-]{10,2000}\\.[a-z0-9_-]{10}"
                    + "|\\b(?:gh[opsu]_|github_pat_|glpat-|xox[abprs]-|AKIA)[a-z0-9_-]{10}");

    private SensitiveFields() {}

    /**
     * Finds them.
     *
     * @param fieldsV1 the fields that are ours
     * @param values the object's values on these fields
     * @return the part of the FieldsV1 that is sensitive; empty if nothing is
     */
    public static Optional<JsonNode> find(JsonNode fieldsV1, JsonNode values) {
        return find(fieldsV1, values, false);
    }

    private static Optional<JsonNode> find(JsonNode fieldsV1, JsonNode values, boolean isSensitive) {
        ObjectNode found = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : fieldsV1.properties()) {
            if (!entry.getKey().equals(".")) {
                PathElement element = PathElement.parse(entry.getKey());
                below(element, entry.getValue(), element.in(values), isSensitive)
                        .ifPresent(child -> found.set(entry.getKey(), child));
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    /** @param inSensitive true if the field that contains this one has a sensitive name */
    private static Optional<JsonNode> below(
            PathElement element, JsonNode fieldsV1, JsonNode value, boolean inSensitive) {
        boolean isNamed = isNamed(element, inSensitive);
        if (fieldsV1.isEmpty()) {
            return isConfidential(value, isNamed)
                    ? Optional.of(JsonNodeFactory.instance.objectNode())
                    : Optional.empty();
        }
        return find(fieldsV1, value, isNamed);
    }

    /** Returns true if the values directly under this element are sensitive by a name. */
    private static boolean isNamed(PathElement element, boolean inSensitive) {
        return switch (element) {
            case PathElement.Field(String name) ->
                SensitiveNames.isSensitive(name) || (inSensitive && !SensitiveNames.isReference(name));
            case PathElement.Item(ObjectNode keys) -> isVariable(keys);
            case PathElement.Member member -> inSensitive;
            case PathElement.Index index -> inSensitive;
        };
    }

    private static boolean isVariable(JsonNode item) {
        return item.path(NAME).isTextual()
                && SensitiveNames.isSensitive(item.path(NAME).asText());
    }

    /** Returns true if a value of the field, as applied or live, is sensitive. */
    public static boolean hold(FieldDifference difference) {
        boolean isNamed = false;
        for (PathElement element : difference.path().elements()) {
            isNamed = isNamed(element, isNamed);
        }
        boolean named = isNamed;
        return Stream.of(difference.desired(), difference.live())
                .flatMap(Optional::stream)
                .anyMatch(value -> isConfidential(value, named));
    }

    /** @param isNamed true if the name that leads to the value is sensitive */
    private static boolean isConfidential(JsonNode value, boolean isNamed) {
        if (value.isObject()) {
            return isConfidentialMap(value, isNamed || isVariable(value));
        }
        if (value.isArray()) {
            return isConfidentialList(value, isNamed);
        }
        boolean isText = value.isTextual() && !value.asText().isEmpty();
        return isText ? isNamed || CONFIDENTIAL.matcher(value.asText()).find() : isNamed && value.isNumber();
    }

    private static boolean isConfidentialMap(JsonNode map, boolean isNamed) {
        return map.properties().stream()
                .anyMatch(entry -> isConfidential(
                        entry.getValue(), SensitiveNames.isSensitive(entry.getKey()) || (isNamed && isValueOf(entry))));
    }

    private static boolean isValueOf(Map.Entry<String, JsonNode> entry) {
        return entry.getKey().equals(VALUE)
                || (entry.getValue().isTextual() && !SensitiveNames.isReference(entry.getKey()));
    }

    /** A list may be the arguments of a command: {@code --password}, then its value. */
    private static boolean isConfidentialList(JsonNode list, boolean isNamed) {
        List<JsonNode> items = StreamSupport.stream(list.spliterator(), false).toList();
        for (int i = 0; i < items.size(); i++) {
            JsonNode item = items.get(i);
            if (isConfidential(item, isNamed && item.isValueNode()) || (i + 1 < items.size() && isOption(item))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOption(JsonNode item) {
        String text = item.asText("");
        return text.startsWith("-") && !text.contains("=") && SensitiveNames.isSensitive(text);
    }
}
