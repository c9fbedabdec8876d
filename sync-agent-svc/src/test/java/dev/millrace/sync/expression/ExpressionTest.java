package dev.millrace.sync.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    private static final Map<String, Object> OBJECT = Map.of(
            "metadata",
            Map.of("name", "db", "generation", 3),
            "status",
            Map.of(
                    "observedGeneration",
                    3L,
                    "ratio",
                    0.5,
                    "conditions",
                    List.of(Map.of("type", "Ready", "status", "True"), Map.of("type", "Stalled", "status", "False"))));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "self.metadata.name == 'db'",
                "self.metadata.generation == self.status.observedGeneration",
                "self.status.ratio < 1.0",
                "self.status.conditions.exists(c, c.type == 'Ready' && c.status == 'True')",
                "!has(self.status.phase)",
                "self.metadata.name.matches('^d.$')",
                "size(self.status.conditions) == 2"
            })
    void holds(String condition) {
        assertThat(Expression.compile(condition).of(OBJECT)).isEqualTo(new Expression.Verdict.Holds());
    }

    @Test
    void whatIsMissingHoldsNotAndSaysSo() {
        Expression condition = Expression.compile("self.status.phase == 'Running'");

        assertThat(condition.holds(OBJECT)).isFalse();
        assertThat(condition.of(OBJECT))
                .isInstanceOfSatisfying(Expression.Verdict.Fails.class, fails -> assertThat(fails.why())
                        .isEqualTo("there is no such field (at character 11)"));
    }

    static final List<Arguments> FAILURES = List.of(
            arguments("int(self.secret) == 1", "a text does not have the required format"),
            arguments("timestamp(self.secret) < timestamp('2030-01-01T00:00:00Z')", ""),
            arguments("duration(self.secret) == duration('1s')", ""),
            arguments("{'a': 1}[self.secret] == 1", "there is no such field"),
            arguments("self.secret.matches(self.secret)", ""),
            arguments("self.secret + 1 == 2", "a value is not of the type that the operation needs"),
            arguments("double(self.secret) > 1.0", "a text does not have the required format"),
            arguments("[1, 2][int(self.number)] == 1", "an index is out of bounds"),
            arguments("self.number * 9223372036854775807 > 0", "a number is too large"),
            arguments("self.number / 0 == 1", "a number is divided by zero"));

    @ParameterizedTest
    @FieldSource("FAILURES")
    void noFailureQuotesAValueOfTheObject(String condition, String reason) {
        Expression.Verdict verdict = Expression.compile(condition).of(Map.of("secret", "canary(", "number", 4711));

        assertThat(verdict).isInstanceOfSatisfying(Expression.Verdict.Fails.class, fails -> assertThat(fails.why())
                .startsWith(reason)
                .doesNotContain("canary")
                .doesNotContain("4711"));
    }

    @Test
    void nullIsNull() {
        Map<String, Object> object = new HashMap<>();
        object.put("status", null);

        assertThat(Expression.compile("self.status == null").holds(object)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"self.", "nobody.name == 'db'", "'text'", "self.name = 1", ""})
    void whatIsNoConditionIsRefusedWithItsText(String text) {
        assertThatThrownBy(() -> Expression.compile(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a condition in CEL: " + text);
    }

    @Test
    void aConditionThatRunsTooLongIsEnded() {
        Map<String, Object> large =
                Map.of("items", IntStream.range(0, 1000).boxed().toList());

        Expression condition = Expression.compile("self.items.all(a, self.items.all(b, a + b >= 0))");

        assertThat(condition.of(large)).isInstanceOf(Expression.Verdict.Fails.class);
    }
}
