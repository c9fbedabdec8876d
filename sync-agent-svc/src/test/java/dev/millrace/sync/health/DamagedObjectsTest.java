package dev.millrace.sync.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Health;
import dev.millrace.sync.health.HealthTables.Row;
import dev.millrace.sync.health.builtin.BuiltInRules;
import dev.millrace.sync.health.object.HealthContext;
import dev.millrace.sync.health.object.ObjectFacts;
import dev.millrace.sync.health.object.ObjectHealth;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Objects of Kubernetes' own kinds in which a field is absent, or has a value of another type or size. */
class DamagedObjectsTest {
    private static final int MAX_CHARACTERS = 2100;
    private static final Set<Health> ANSWERS =
            Set.of(Health.Healthy, Health.Progressing, Health.Degraded, Health.Suspended);
    private static final String HEALTH = "millrace.dev/health";
    private static final HealthContext CONTEXT = HealthContext.NONE;

    private static final List<@Nullable Object> VALUES = Arrays.asList(
            null,
            "",
            "text",
            "x".repeat(100_000),
            "[".repeat(5_000),
            0,
            -1,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            BigInteger.TEN.pow(40),
            Double.NaN,
            true,
            List.of(),
            Arrays.asList(null, "text", 1, List.of(), Map.of(), Collections.singletonMap("name", null)),
            Map.of(),
            Map.of("type", 1, "status", List.of(), "state", "text", "name", Map.of()));

    static Stream<Row> rows() {
        return HealthTables.all().stream().filter(row -> row.table().startsWith("kubernetes-"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void eachFieldMayHaveAnyValue(Row row) {
        GenericKubernetesResource object = row.object();
        ObjectHealth before = judge(object);

        damage(object, object.getAdditionalProperties());

        assertThat(judge(object)).isEqualTo(before);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void metadataMayBeMissing(Row row) {
        GenericKubernetesResource object = row.object();
        object.getMetadata().setGeneration(null);
        object.getMetadata().setCreationTimestamp("text");
        object.getMetadata().setAnnotations(null);

        assertThat(judge(object).health()).isIn(ANSWERS);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void annotationsMayHaveAnyText(String text) {
        rows().forEach(row -> {
            GenericKubernetesResource object = row.object();
            object.getMetadata()
                    .setAnnotations(Map.of("autoscaling.alpha.kubernetes.io/conditions", text, HEALTH, text));

            assertThat(judge(object).health()).as(row.toString()).isIn(ANSWERS);
        });
    }

    static Stream<String> texts() {
        return Stream.of(
                "", "null", "1", "{}", "[null, 1, {}]", "[{\"type\": 1}]", "[".repeat(5_000), "[".repeat(100_000));
    }

    @Test
    void theTablesHaveEachStateOfTheKindsWithAStatus() {
        assertThat(rows()).hasSizeGreaterThan(300);
        assertThat(rows().map(row -> row.object().getKind()).distinct()).hasSizeGreaterThan(60);
    }

    /** Replaces each value below by each other one, one at a time. */
    private static void damage(GenericKubernetesResource object, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            @SuppressWarnings("unchecked")
            Map<String, @Nullable Object> fields = (Map<String, @Nullable Object>) map;
            for (String name : List.copyOf(fields.keySet())) {
                @Nullable Object original = fields.get(name);
                VALUES.forEach(other -> {
                    fields.put(name, other);
                    verify(object, name, other);
                });
                fields.put(name, original);
                damage(object, original);
            }
        } else if (value instanceof List<?> list) {
            @SuppressWarnings("unchecked")
            List<@Nullable Object> entries = (List<@Nullable Object>) list;
            for (int i = 0; i < entries.size(); i++) {
                int index = i;
                @Nullable Object original = entries.get(i);
                VALUES.forEach(other -> {
                    entries.set(index, other);
                    verify(object, "entry " + index, other);
                });
                entries.set(i, original);
                damage(object, original);
            }
        }
    }

    private static void verify(GenericKubernetesResource object, String field, @Nullable Object value) {
        ObjectHealth health = judge(object);
        if (!ANSWERS.contains(health.health()) || health.message().length() > MAX_CHARACTERS) {
            assertThat(health).as("%s: %s", field, value).isNull();
        }
    }

    private static ObjectHealth judge(GenericKubernetesResource object) {
        Optional<ObjectHealth> health = BuiltInRules.of(new ObjectFacts(object), CONTEXT);
        return health.orElseThrow(() -> new AssertionError("a kind without a rule: " + object.getKind()));
    }
}
