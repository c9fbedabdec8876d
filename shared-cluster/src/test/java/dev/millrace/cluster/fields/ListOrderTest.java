package dev.millrace.cluster.fields;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order of list items, and items with the same key. */
class ListOrderTest {

    /** A list of {@code name} or {@code name=value}, ours in lower case. */
    private static ArrayNode list(String items) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (String item : items.isEmpty() ? new String[0] : items.split(" ", -1)) {
            ObjectNode node = list.addObject().put("name", item.replaceAll("=.*", ""));
            if (item.contains("=")) {
                node.put("value", item.replaceAll("^[^=]*=", ""));
            }
        }
        return list;
    }

    private static FieldSet ours(String field, ArrayNode desired) {
        StringBuilder items = new StringBuilder();
        desired.forEach(item -> items.append(items.isEmpty() ? "" : ",")
                .append("\"k:{\\\"name\\\":\\\"%s\\\"}\": {\".\": {}, \"f:name\": {}, \"f:value\": {}}"
                        .formatted(item.path("name").asText())));
        return FieldSet.parse(json("{\"f:spec\": {\"f:" + field + "\": {" + items + "}}}"));
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode object(String field, ArrayNode list) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.putObject("spec").set(field, list);
        return object;
    }

    private static List<String> paths(String field, String desired, String live, boolean ordered) {
        FieldSet ours = ours(field, list(desired));
        return Difference.between(
                        ours,
                        Projection.of(object(field, list(desired)), ours),
                        Projection.of(object(field, list(live)), ours),
                        path -> false,
                        ordered)
                .stream()
                .map(difference -> difference.path().toString())
                .toList();
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource({
        "initContainers, a b, b a, spec.initContainers",
        "initContainers, a b c, a c b, spec.initContainers",
        "initContainers, a b, INJECTED a b, ''",
        "initContainers, a b, a INJECTED b, ''",
        "initContainers, a b, b INJECTED a, spec.initContainers",
        "initContainers, a, INJECTED a, ''",
        "containers, a b, b a, ''",
        "ports, a b, b a, ''",
        "volumes, a b, b a, ''",
        "env, a=1 b=2, b=2 a=1, ''",
        "env, a=1 b=$(a)2, b=$(a)2 a=1, spec.env",
        "env, a=1 b=x$$$(a), b=x$$$(a) a=1, spec.env",
        "env, a=1 b=$$(a), b=$$(a) a=1, ''",
        "env, a=1 b=$(other), b=$(other) a=1, ''",
        "env, a=1 b=$(a c=3, b=$(a a=1 c=3, ''",
        "env, a=1 b=$(a)2 c=3, c=3 a=1 b=$(a)2, ''",
        "env, b=$(a) a=1, a=1 b=$(a), spec.env",
    })
    void theOrderCountsWhereItHasAMeaning(String field, String desired, String live, String path) {
        assertThat(paths(field, desired, live, true)).isEqualTo(path.isEmpty() ? List.of() : List.of(path));
        assertThat(paths(field, desired, live, false)).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource({
        "env, a=1, a=1 a=2, spec.env[name=a]",
        "env, a=1, a=2 a=1, spec.env[name=a]",
        "env, a=1, a=1 a=1, spec.env[name=a]",
        "env, a=1 b=2, a=1 b=2 a=3 b=4, 'spec.env[name=a],spec.env[name=b]'",
        "ports, a=1, a=1 X=2 X=3, ''",
        "volumes, a=1, a=1 a=2 a=3, spec.volumes[name=a]",
    })
    void aSecondItemWithOurKeyIsADifference(String field, String desired, String live, String path) {
        assertThat(String.join(",", paths(field, desired, live, true))).isEqualTo(path);
    }

    @Test
    void aDifferenceInOrderShowsBothOrders() {
        FieldSet ours = ours("initContainers", list("a b"));

        List<FieldDifference> found = Difference.between(
                ours,
                Projection.of(object("initContainers", list("a b")), ours),
                Projection.of(object("initContainers", list("b X a")), ours),
                path -> false);

        assertThat(found)
                .containsExactly(new FieldDifference(
                        FieldPath.of("spec", "initContainers"),
                        java.util.Optional.of(json("[\"a\", \"b\"]")),
                        java.util.Optional.of(json("[\"b\", \"a\"]")),
                        false));
    }

    @Test
    void manyReferencesAreReadInTimeProportionalToTheirLength() {
        String dollars = "$".repeat(500_000);

        assertThat(paths("env", "a=1 b=" + dollars, "b=" + dollars + " a=1", true))
                .isEmpty();
    }
}
