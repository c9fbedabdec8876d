package dev.millrace.sync.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Health;
import dev.millrace.sync.health.HealthTables.Row;
import dev.millrace.sync.health.exact.KindRules;
import dev.millrace.sync.health.general.GeneralRule;
import dev.millrace.sync.health.object.HealthContext;
import dev.millrace.sync.health.object.ObjectFacts;
import dev.millrace.sync.health.object.ObjectHealth;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Properties of the rules, on each object of the tables, with random changes of a fixed seed. */
class HealthPropertiesTest {
    private static final KubernetesSerialization JSON = new KubernetesSerialization();
    private static final KindRules SHIPPED = KindRules.shipped();
    private static final int CHANGES = 2 * Integer.getInteger("millrace.rounds", 1);

    static Stream<Row> rows() {
        return HealthTables.all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void theOrderOfConditionsIsIrrelevant(Row row) {
        for (KindRules rules : List.of(SHIPPED, KindRules.NONE)) {
            ObjectHealth before = judge(row, row.object(), rules);
            GenericKubernetesResource reversed = copy(row.object());
            reverse(reversed.getAdditionalProperties().get("status"));

            assertThat(judge(row, reversed, rules).health()).isEqualTo(before.health());
        }
    }

    private static void reverse(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, child) -> {
                if ("conditions".equals(key) && child instanceof List<?> conditions) {
                    Collections.reverse(conditions);
                } else {
                    reverse(child);
                }
            });
        } else if (value instanceof List<?> list) {
            list.forEach(HealthPropertiesTest::reverse);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void anUnrelatedFieldChangesNothing(Row row) {
        for (KindRules rules : List.of(SHIPPED, KindRules.NONE)) {
            ObjectHealth before = judge(row, row.object(), rules);
            GenericKubernetesResource more = copy(row.object());
            more.setAdditionalProperty("extra", Map.of("color", "blue", "weight", 7));
            if (more.get("status") instanceof Map<?, ?> status && !GeneralRule.hasNoStatus(new ObjectFacts(more))) {
                Map<String, Object> with = new LinkedHashMap<>();
                status.forEach((key, value) -> with.put(String.valueOf(key), value));
                with.put("xColor", "blue");
                with.put("xSizes", List.of(Map.of("width", 3), Map.of("width", 4)));
                more.setAdditionalProperty("status", with);
            }

            assertThat(judge(row, more, rules)).isEqualTo(before);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void aFailureOfAnOlderGenerationDoesNotCount(Row row) {
        GenericKubernetesResource newer = copy(row.object());
        if (!(newer.get("status", "observedGeneration") instanceof Number)) {
            return;
        }
        newer.getMetadata().setGeneration(Long.MAX_VALUE / 2);

        assertThat(judge(row, newer, KindRules.NONE).health()).isIn(Health.Progressing, Health.Suspended);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void anyFieldMayBeAbsentNullOrOfAnotherType(Row row) {
        Random random = new Random(row.state().hashCode());
        for (int change = 0; change < CHANGES; change++) {
            GenericKubernetesResource changed = copy(row.object());
            mutate(changed.getAdditionalProperties(), random);

            for (KindRules rules : List.of(SHIPPED, KindRules.NONE)) {
                assertThat(judge(row, changed, rules).health()).isNotIn(Health.Unknown, Health.Missing);
            }
        }
    }

    /** Replaces one random value, at any depth. */
    private static void mutate(Map<String, Object> object, Random random) {
        @Nullable Object here = object;
        while (true) {
            if (here instanceof Map<?, ?> map && !map.isEmpty()) {
                String key = String.valueOf(new ArrayList<>(map.keySet()).get(random.nextInt(map.size())));
                Object child = map.get(key);
                if (isLeaf(child) || random.nextInt(4) == 0) {
                    put(map, key, value(random));
                    return;
                }
                here = child;
            } else if (here instanceof List<?> list && !list.isEmpty()) {
                int index = random.nextInt(list.size());
                if (isLeaf(list.get(index)) || random.nextInt(4) == 0) {
                    set(list, index, value(random));
                    return;
                }
                here = list.get(index);
            } else {
                return;
            }
        }
    }

    private static boolean isLeaf(@Nullable Object value) {
        return !(value instanceof Map<?, ?> map && !map.isEmpty())
                && !(value instanceof List<?> list && !list.isEmpty());
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<?, ?> map, String key, @Nullable Object value) {
        ((Map<String, @Nullable Object>) map).put(key, value);
    }

    @SuppressWarnings("unchecked")
    private static void set(List<?> list, int index, @Nullable Object value) {
        ((List<@Nullable Object>) list).set(index, value);
    }

    private static @Nullable Object value(Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> null;
            case 1 -> "";
            case 2 -> -1;
            case 3 -> Long.MAX_VALUE;
            case 4 -> List.of();
            case 5 -> Map.of();
            case 6 -> new ArrayList<>(Collections.nCopies(3, null));
            case 7 -> "x".repeat(100_000);
            default -> true;
        };
    }

    private static ObjectHealth judge(Row row, GenericKubernetesResource object, KindRules rules) {
        return HealthRules.of(object, rules, HealthContext.NONE.withStatus(row.declaresStatus()));
    }

    private static GenericKubernetesResource copy(GenericKubernetesResource object) {
        return JSON.clone(object);
    }
}
