package dev.millrace.sync.apply.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The invariants of a takeover, whatever the managers. A failure names the seed and the object. */
class TakeoverPropertiesTest {
    private static final int ROUNDS = 300;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DeployTools TOOLS = new DeployTools(List.of());
    private static final List<String> MANAGERS =
            List.of("millrace", "kubectl", "helm", "kustomize-controller", "scaler", "kubectl-edit", "my-operator");
    private static final List<String> NAMES = List.of("f:spec", "f:data", "f:a", "f:b", "k:{\"name\":\"x\"}", ".");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aFieldOfAManagerThatIsNoToolStaysItsOwn(long seed) {
        forEach(seed, (live, takeover) -> {
            for (JsonNode entry : live.at("/metadata/managedFields")) {
                if (!isOurs(entry) && !isTool(entry)) {
                    assertThat(takeover.managedFields())
                            .as("seed %d: %s", seed, live)
                            .contains(entry);
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void noFieldLosesItsOwnersAndNoneIsAdded(long seed) {
        forEach(seed, (live, takeover) -> assertThat(owned(takeover.managedFields()))
                .as("seed %d: %s", seed, live)
                .isEqualTo(owned(live.at("/metadata/managedFields"))));
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void ofOurVersionNoFieldStaysATools(long seed) {
        forEach(seed, (live, takeover) -> {
            String version = versionOfOurs(live);
            assertThat(takeover.managedFields())
                    .as("seed %d: %s", seed, live)
                    .noneMatch(entry ->
                            isTool(entry) && entry.path("apiVersion").asText().equals(version));
            Map<String, String> others = new HashMap<>();
            for (JsonNode entry : live.at("/metadata/managedFields")) {
                if (isTool(entry) && !entry.path("apiVersion").asText().equals(version)) {
                    others.put(entry.path("manager").asText(), "");
                }
            }
            assertThat(takeover.toGiveUp().keySet())
                    .as("seed %d: %s", seed, live)
                    .isEqualTo(others.keySet());
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 11, 12})
    void onceItIsTakenOverNothingOfThatVersionIsLeftToTake(long seed) {
        forEach(seed, (live, takeover) -> {
            ObjectNode after = live.deepCopy();
            ((ObjectNode) after.get("metadata")).set("managedFields", takeover.managedFields());

            Optional<Takeover> again = Takeover.of(after, "apps/v1", TOOLS);

            if (takeover.toGiveUp().isEmpty()) {
                assertThat(again).as("seed %d: %s", seed, live).isEmpty();
            } else {
                assertThat(again).as("seed %d: %s", seed, live).hasValueSatisfying(second -> assertThat(
                                second.toGiveUp().keySet())
                        .isEqualTo(takeover.toGiveUp().keySet()));
            }
        });
    }

    private interface Property {
        void verify(JsonNode live, Takeover takeover);
    }

    private static void forEach(long seed, Property property) {
        Random random = new Random(seed);
        int taken = 0;
        for (int round = 0; round < ROUNDS; round++) {
            ObjectNode live = live(random);
            JsonNode before = live.deepCopy();
            Optional<Takeover> takeover = Takeover.of(live, "apps/v1", TOOLS);
            assertThat(live).as("the object is not changed").isEqualTo(before);
            if (takeover.isPresent()) {
                property.verify(live, takeover.get());
                taken++;
            }
        }
        assertThat(taken).as("takeovers of seed %d", seed).isGreaterThan(ROUNDS / 3);
    }

    /** As on an API server, there is one entry for each manager, operation, version and subresource. */
    private static ObjectNode live(Random random) {
        Map<String, ObjectNode> entries = new HashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            ObjectNode entry = JSON.createObjectNode();
            String manager = MANAGERS.get(random.nextInt(MANAGERS.size()));
            boolean applied = manager.equals("millrace") || random.nextBoolean();
            entry.put("manager", manager);
            entry.put("operation", applied ? "Apply" : "Update");
            entry.put("apiVersion", applied || random.nextInt(3) > 0 ? "apps/v1" : "apps/v1beta1");
            if (random.nextInt(6) == 0) {
                entry.put("subresource", "status");
            }
            entry.set("fieldsV1", fields(random, 3));
            String key = manager + entry.path("operation") + entry.path("apiVersion") + entry.path("subresource");
            entries.put(key, entry);
        }
        ObjectNode live = JSON.createObjectNode();
        ArrayNode all = live.putObject("metadata").putArray("managedFields");
        entries.values().forEach(all::add);
        return live;
    }

    private static ObjectNode fields(Random random, int depth) {
        ObjectNode fields = JSON.createObjectNode();
        for (int i = random.nextInt(3) + 1; i > 0; i--) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            boolean leaf = depth == 0 || name.equals(".") || random.nextInt(3) == 0;
            fields.set(name, leaf ? JSON.createObjectNode() : fields(random, depth - 1));
        }
        return fields;
    }

    /** The paths of all fields that have an owner, by subresource. */
    private static Set<String> owned(JsonNode managedFields) {
        Set<String> paths = new TreeSet<>();
        for (JsonNode entry : managedFields) {
            collect(entry.path("fieldsV1"), entry.path("subresource").asText(""), paths);
        }
        return paths;
    }

    private static void collect(JsonNode fields, String path, Set<String> paths) {
        List<Map.Entry<String, JsonNode>> children = new ArrayList<>(fields.properties());
        if (children.isEmpty()) {
            paths.add(path);
        }
        for (Map.Entry<String, JsonNode> child : children) {
            boolean whole = child.getKey().equals(".");
            collect(child.getValue(), whole ? path : path + "/" + child.getKey(), paths);
        }
    }

    private static String versionOfOurs(JsonNode live) {
        for (JsonNode entry : live.at("/metadata/managedFields")) {
            if (isOurs(entry)) {
                return entry.path("apiVersion").asText();
            }
        }
        return "apps/v1";
    }

    private static boolean isOurs(JsonNode entry) {
        return entry.path("manager").asText().equals("millrace") && !entry.has("subresource");
    }

    private static boolean isTool(JsonNode entry) {
        boolean applied = entry.path("operation").asText().equals("Apply");
        List<String> tools = applied ? List.of("kubectl", "helm", "kustomize-controller") : List.of("kubectl", "helm");
        return !entry.has("subresource") && tools.contains(entry.path("manager").asText());
    }
}
