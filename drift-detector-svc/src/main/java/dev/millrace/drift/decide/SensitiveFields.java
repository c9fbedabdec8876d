package dev.millrace.drift.decide;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.fields.FieldDifference;
import dev.millrace.cluster.fields.FieldPath;
import dev.millrace.cluster.fields.PathElement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Fields whose name says that their value is a secret, such as a variable {@code DB_PASSWORD}: their values are not published. */
final class SensitiveFields {
    private static final int MAX_DEPTH = 40;
    private static final List<String> ENDINGS = List.of(
            "password",
            "passwd",
            "passphrase",
            "pwd",
            "token",
            "secret",
            "apikey",
            "privatekey",
            "secretkey",
            "accesskey",
            "credential",
            "credentials");

    private SensitiveFields() {}

    /** Returns true if a value of the difference belongs to such a field. */
    static boolean include(FieldDifference difference) {
        return Stream.of(difference.desired(), difference.live())
                .flatMap(Optional::stream)
                .anyMatch(value -> (isText(value) && isNamed(difference.path())) || holds(value, 0));
    }

    /** The name of a field, of a list item, or of the item that a field {@code value} belongs to. */
    private static boolean isNamed(FieldPath path) {
        List<PathElement> elements = path.elements();
        return !elements.isEmpty()
                && (isNamed(elements.getLast())
                        || (elements.size() > 1
                                && elements.getLast().equals(new PathElement.Field("value"))
                                && isNamed(elements.get(elements.size() - 2))));
    }

    private static boolean isNamed(PathElement element) {
        return switch (element) {
            case PathElement.Field(String name) -> isSensitive(name);
            case PathElement.Item item -> isSensitive(item.keys().path("name").asText(""));
            case PathElement.Member member -> false;
            case PathElement.Index index -> false;
        };
    }

    /** Returns true if a part of the value belongs to such a field. */
    private static boolean holds(JsonNode value, int depth) {
        if (depth > MAX_DEPTH) {
            return true;
        }
        if (value.path("value").isTextual() && isSensitive(value.path("name").asText(""))) {
            return true;
        }
        if (value.properties().stream().anyMatch(entry -> isText(entry.getValue()) && isSensitive(entry.getKey()))) {
            return true;
        }
        for (JsonNode child : value) {
            if (child.isContainerNode() && holds(child, depth + 1)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isText(JsonNode value) {
        return value.isTextual() && !value.asText().isEmpty();
    }

    private static boolean isSensitive(String name) {
        String plain = name.replace("_", "").replace("-", "").replace(".", "").toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(plain::endsWith);
    }
}
