package dev.millrace.sync.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.millrace.events.Health;
import dev.millrace.sync.health.exact.KindRules;
import dev.millrace.sync.health.object.HealthContext;
import dev.millrace.sync.health.object.ObjectHealth;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Statuses that no sensible controller writes: each is judged without an exception, by the general rule and by exact rules. */
class HostileStatusTest {
    private static final int MAX_MESSAGE = 4096;

    /** Conditions that read a part, compare the whole status, and visit each of its fields. */
    private static final KindRules READING = KindRules.parse("rules", """
            - kinds: [x.example/Thing]
              suspended: self.status.deep.deep.deep.off
              failed: self.status.all(key, self.status[key] == 'broken')
              current: self.status.list.exists(entry, entry == -1)
              inProgress: conditions.Ready.status == 'False'
              otherwise: general
            """);

    static final List<Arguments> STATUSES = List.of(
            row("100,000 conditions", Map.of("conditions", conditions(100_000))),
            row("100,000 conditions by type", Map.of("conditions", conditionsByType(100_000))),
            row(
                    "100,000 parts with conditions",
                    Map.of("parts", Collections.nCopies(100_000, Map.of("conditions", conditions(10))))),
            row("maps of depth 5,000", nested(5_000)),
            row("lists of depth 5,000", Map.of("list", nestedLists(5_000))),
            row("100,000 fields", fields(100_000)),
            row("a text of 1 MB", Map.of("phase", "Failed ".repeat(150_000), "message", "x".repeat(1 << 20))),
            row("an error of 1 MB", Map.of("error", "not ".repeat(1 << 18))),
            row("a name of 1 MB", Map.of("x".repeat(1 << 20) + "State", "Failed")),
            row(
                    "a condition of 1 MB",
                    Map.of("conditions", List.of(condition("Ready" + "X".repeat(1 << 20), "y".repeat(1 << 20))))),
            row(
                    "a million numbers",
                    Map.of("list", IntStream.range(0, 1_000_000).boxed().toList())),
            row("one list in many places", Map.of("list", aliases(30))),
            row("no map", Map.of("conditions", 7, "list", "text", "deep", List.of())));

    @ParameterizedTest(name = "{0}")
    @FieldSource("STATUSES")
    void isJudgedByTheGeneralRule(String situation, Map<String, Object> status) {
        assertThat(judge(status, KindRules.NONE)).satisfies(HostileStatusTest::isAnAnswer);
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("STATUSES")
    void isJudgedByExactRules(String situation, Map<String, Object> status) {
        assertThat(judge(status, READING)).satisfies(HostileStatusTest::isAnAnswer);
    }

    /** A status that contains itself can't be read from JSON; it shows that nothing descends without bound. */
    @Test
    void noStepDescendsWithoutBound() {
        Map<String, Object> status = new HashMap<>();
        status.put("deep", status);
        status.put("list", List.of(status));

        assertThatCode(() -> judge(status, KindRules.NONE)).doesNotThrowAnyException();
        assertThatCode(() -> judge(status, READING)).doesNotThrowAnyException();
    }

    private static void isAnAnswer(ObjectHealth health) {
        assertThat(health.health()).isNotIn(Health.Unknown, Health.Missing);
        assertThat(health.message()).hasSizeLessThan(MAX_MESSAGE);
    }

    private static ObjectHealth judge(Map<String, Object> status, KindRules rules) {
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setApiVersion("x.example/v1");
        object.setKind("Thing");
        object.setMetadata(
                new ObjectMetaBuilder().withName("x").withGeneration(2L).build());
        object.setAdditionalProperty("status", status);
        return HealthRules.of(object, rules, HealthContext.NONE);
    }

    private static Map<String, Object> condition(String type, String message) {
        return Map.of("type", type, "status", "False", "reason", "Broken", "message", message);
    }

    private static List<Object> conditions(int number) {
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            all.add(condition("Type" + i + "Ready", "m"));
        }
        return all;
    }

    private static Map<String, Object> conditionsByType(int number) {
        Map<String, Object> all = new HashMap<>();
        for (int i = 0; i < number; i++) {
            all.put("Type" + i + "Ready", condition("", "m"));
        }
        return all;
    }

    private static Map<String, Object> fields(int number) {
        Map<String, Object> all = new HashMap<>();
        for (int i = 0; i < number; i++) {
            all.put("field" + i + "State", "Running");
        }
        return all;
    }

    private static Map<String, Object> nested(int depth) {
        Map<String, Object> inner = Map.of("phase", "Failed");
        for (int i = 0; i < depth; i++) {
            inner = Map.of("deep", inner);
        }
        return inner;
    }

    private static List<Object> nestedLists(int depth) {
        List<Object> inner = List.of();
        for (int i = 0; i < depth; i++) {
            inner = List.of(inner);
        }
        return inner;
    }

    /** Returns a list that holds two to the power of the depth texts, of which each level exists once. */
    private static List<Object> aliases(int depth) {
        List<Object> inner = List.of("text");
        for (int i = 0; i < depth; i++) {
            inner = List.of(inner, inner);
        }
        return inner;
    }

    private static Arguments row(String situation, Map<String, Object> status) {
        return Arguments.of(situation, status);
    }
}
