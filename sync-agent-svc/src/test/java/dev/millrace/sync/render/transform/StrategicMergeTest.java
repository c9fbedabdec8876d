package dev.millrace.sync.render.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.sync.manifest.Content;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Patches of an object of the group {@code apps}, if none other is named. */
class StrategicMergeTest {
    static final List<Arguments> MAPS = List.of(
            row("nothing", "{a: 1}", "{}", "{a: 1}"),
            row("a value", "{a: 1, b: 2}", "{a: 3}", "{a: 3, b: 2}"),
            row("a value within", "{a: {b: 1, c: 2}}", "{a: {b: 3}}", "{a: {b: 3, c: 2}}"),
            row("a new value within", "{}", "{a: {b: {c: 1}}}", "{a: {b: {c: 1}}}"),
            row("null removes", "{a: 1, b: 2}", "{a: null}", "{b: 2}"),
            row("null removes what isn't there", "{b: 2}", "{a: null, c: {d: null}}", "{b: 2, c: {}}"),
            row("a map in place of a value", "{a: 1}", "{a: {b: 2}}", "{a: {b: 2}}"),
            row("a value in place of a map", "{a: {b: 2}}", "{a: 1}", "{a: 1}"),
            row("replace", "{a: {b: 1, c: 2}}", "{a: {$patch: replace, d: 3}}", "{a: {d: 3}}"),
            row("delete", "{a: {b: 1}, c: 2}", "{a: {$patch: delete}}", "{c: 2}"),
            row("merge, as by default", "{a: {b: 1}}", "{a: {$patch: merge, c: 2}}", "{a: {b: 1, c: 2}}"),
            row("retain keys", "{a: {b: 1, c: 2}}", "{a: {$retainKeys: [c, d], d: 3}}", "{a: {c: 2, d: 3}}"),
            row("an order is no field", "{a: [x]}", "{$setElementOrder/a: [y, x], b: 1}", "{a: [x], b: 1}"));

    static final List<Arguments> LISTS = List.of(
            row("a list of texts is replaced", "{args: [a, b]}", "{args: [c]}", "{args: [c]}"),
            row("an empty list replaces", "{args: [a, b]}", "{args: []}", "{args: []}"),
            row("a list in place of a value", "{args: a}", "{args: [c]}", "{args: [c]}"),
            row(
                    "items are merged by their name",
                    "{env: [{name: a, value: 1}]}",
                    "{env: [{name: a, x: 2}]}",
                    "{env: [{name: a, value: 1, x: 2}]}"),
            row(
                    "new items come first",
                    "{env: [{name: a}]}",
                    "{env: [{name: b}, {name: c}]}",
                    "{env: [{name: b}, {name: c}, {name: a}]}"),
            row(
                    "the order of the object stays",
                    "{env: [{name: a}, {name: b}]}",
                    "{env: [{name: b, x: 1}, {name: a, x: 2}]}",
                    "{env: [{name: a, x: 2}, {name: b, x: 1}]}"),
            row(
                    "an item is deleted",
                    "{env: [{name: a}, {name: b}]}",
                    "{env: [{name: a, $patch: delete}]}",
                    "{env: [{name: b}]}"),
            row(
                    "an item that isn't there is deleted",
                    "{env: [{name: b}]}",
                    "{env: [{name: a, $patch: delete}]}",
                    "{env: [{name: b}]}"),
            row(
                    "all items are replaced",
                    "{env: [{name: a}, {name: b}]}",
                    "{env: [{$patch: replace}, {name: c}]}",
                    "{env: [{name: c}]}"),
            row("an item without its key replaces", "{env: [{name: a}]}", "{env: [{value: 1}]}", "{env: [{value: 1}]}"),
            row(
                    "items of the object without their key stay",
                    "{env: [{x: 1}, {name: a}]}",
                    "{env: [{name: a, y: 2}]}",
                    "{env: [{x: 1}, {name: a, y: 2}]}"),
            row(
                    "of the same item twice the last counts",
                    "{env: [{name: a}]}",
                    "{env: [{name: a, x: 1}, {name: a, x: 2}]}",
                    "{env: [{name: a, x: 2}]}"),
            row(
                    "lists within items",
                    "{containers: [{name: a, env: [{name: x}]}]}",
                    "{containers: [{name: a, env: [{name: y}]}]}",
                    "{containers: [{name: a, env: [{name: y}, {name: x}]}]}"),
            row(
                    "a null within a new item is dropped",
                    "{env: [{name: a}]}",
                    "{env: [{name: b, value: null}]}",
                    "{env: [{name: b}, {name: a}]}"),
            row(
                    "mounts by their path",
                    "{volumeMounts: [{mountPath: /a, name: x}]}",
                    "{volumeMounts: [{mountPath: /a, name: y}]}",
                    "{volumeMounts: [{mountPath: /a, name: y}]}"),
            row(
                    "ports by number and protocol",
                    "{ports: [{containerPort: 80}, {containerPort: 80, protocol: UDP}]}",
                    "{ports: [{containerPort: 80, protocol: UDP, name: dns}]}",
                    "{ports: [{containerPort: 80}, {containerPort: 80, protocol: UDP, name: dns}]}"),
            row(
                    "a port is TCP by default",
                    "{ports: [{containerPort: 80, protocol: TCP}]}",
                    "{ports: [{containerPort: 80, name: a}]}",
                    "{ports: [{containerPort: 80, protocol: TCP, name: a}]}"),
            row(
                    "ports of a Service",
                    "{ports: [{port: 80, targetPort: 1}]}",
                    "{ports: [{port: 80, targetPort: 2}, {port: 81}]}",
                    "{ports: [{port: 81}, {port: 80, targetPort: 2}]}"),
            row(
                    "constraints by both of their keys",
                    "{topologySpreadConstraints: [{topologyKey: z, whenUnsatisfiable: A, maxSkew: 1}]}",
                    "{topologySpreadConstraints: [{topologyKey: z, whenUnsatisfiable: B, maxSkew: 2}]}",
                    "{topologySpreadConstraints: [{topologyKey: z, whenUnsatisfiable: B, maxSkew: 2},"
                            + " {topologyKey: z, whenUnsatisfiable: A, maxSkew: 1}]}"),
            row("finalizers are united", "{finalizers: [a, b]}", "{finalizers: [b, c]}", "{finalizers: [a, b, c]}"),
            row(
                    "some values of a list are deleted",
                    "{finalizers: [a, b, c]}",
                    "{$deleteFromPrimitiveList/finalizers: [a, c]}",
                    "{finalizers: [b]}"),
            row("values of a list that isn't there", "{x: 1}", "{$deleteFromPrimitiveList/finalizers: [a]}", "{x: 1}"),
            row(
                    "values of no list",
                    "{finalizers: a}",
                    "{$deleteFromPrimitiveList/finalizers: [a]}",
                    "{finalizers: a}"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("MAPS")
    void mapsAreMerged(String situation, String object, String patch, String expected) {
        assertThat(merged("apps", object, patch)).isEqualTo(expected(expected));
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("LISTS")
    void listsAreMergedByTheKeysOfTheirKind(String situation, String object, String patch, String expected) {
        assertThat(merged("apps", object, patch)).isEqualTo(expected(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "apps", "batch", "policy", "networking.k8s.io"})
    void kindsOfKubernetesHaveKeys(String group) {
        assertThat(merged(group, "{env: [{name: a}]}", "{env: [{name: b}]}"))
                .isEqualTo(expected("{env: [{name: b}, {name: a}]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.example.com", "k8s.io.example.com", "argoproj.io"})
    void otherKindsHaveNone(String group) {
        assertThat(merged(group, "{env: [{name: a}]}", "{env: [{name: b}]}")).isEqualTo(expected("{env: [{name: b}]}"));
    }

    @Test
    void aPatchCanDeleteTheObject() {
        assertThat(merged("apps", "{a: 1}", "{$patch: delete}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aPatchAppliedTwiceChangesNothingMore(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            Map<String, Object> object = map(random, 3);
            Map<String, Object> patch = map(random, 3);

            Map<String, Object> once =
                    new StrategicMerge("apps").merge(object, patch).orElseThrow();
            Map<String, Object> twice =
                    new StrategicMerge("apps").merge(once, patch).orElseThrow();

            assertThat(twice).as("seed %d: %s with %s", seed, object, patch).isEqualTo(once);
        }
    }

    private static Map<String, Object> map(Random random, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            switch (random.nextInt(depth == 0 ? 2 : 5)) {
                case 0 -> map.put("v" + random.nextInt(3), (long) random.nextInt(3));
                case 1 -> map.put("args", List.of("a" + random.nextInt(3), "b"));
                case 2 -> map.put("env", items(random, depth));
                case 3 -> map.put("finalizers", List.of("f" + random.nextInt(3)));
                default -> map.put("m" + random.nextInt(2), map(random, depth - 1));
            }
        }
        return map;
    }

    private static List<Object> items(Random random, int depth) {
        List<Object> items = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            if (random.nextBoolean()) {
                Map<String, Object> item = map(random, depth - 1);
                item.put("name", name);
                items.add(item);
            }
        }
        return items;
    }

    private static Optional<Map<String, Object>> merged(String group, String object, String patch) {
        return new StrategicMerge(group).merge(yaml(object), yaml(patch));
    }

    private static Optional<Map<String, Object>> expected(String text) {
        return Optional.of(yaml(text));
    }

    private static Map<String, Object> yaml(String text) {
        return Content.map(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    private static Arguments row(Object... cells) {
        return Arguments.of(cells);
    }
}
