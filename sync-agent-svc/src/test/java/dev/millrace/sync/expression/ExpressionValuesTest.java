package dev.millrace.sync.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of all types that an object can have, and limits. */
class ExpressionValuesTest {
    private static final Map<String, Object> OBJECT = object();

    private static Map<String, Object> object() {
        Map<String, Object> status = new HashMap<>();
        status.put("int", 3);
        status.put("short", (short) 3);
        status.put("long", 3L);
        status.put("float", 1.5f);
        status.put("double", 1.5);
        status.put("big", new BigInteger("99999999999999999999"));
        status.put("none", null);
        status.put("list", Arrays.asList(1, null, "a", Map.of("x", 1)));
        status.put("map", Map.of("a.b/c", "d", "n", 2));
        status.put("text", "3");
        return Map.of("status", status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "self.status.int == 3 && self.status.short == 3 && self.status.long == 3",
                "self.status.int == self.status.long",
                "self.status.float == self.status.double",
                "self.status.float < 2.0 && self.status.float + 0.5 == 2.0",
                "self.status.none == null",
                "has(self.status.none)",
                "self.status.list[1] == null",
                "self.status.list[3].x == 1",
                "self.status.list.size() == 4",
                "'a' in self.status.list",
                "'a.b/c' in self.status.map && self.status.map['a.b/c'] == 'd'",
                "int(self.status.text) == self.status.int",
                "self.status.map.exists(key, key == 'n')",
                "has(self.status.big)",
                "!has(self.status.other) || self.status.other.field == 1"
            })
    void aValueIsUsedAsItsType(String condition) {
        assertThat(Expression.compile(condition).of(OBJECT)).isEqualTo(new Expression.Verdict.Holds());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "self.status.text == 3",
                "self.status.int == 'a'",
                "self.status.none == 0",
                "self.other.field",
                "self.status.text",
                "self.status.text > 1",
                "self.status.list[9] == 1",
                "self.status.map.other == 1",
                "self.status.int / 0 == 1",
                "self.status.long * 9223372036854775807 == 1",
                "int('x') == 1",
                "self.status.text.matches('(')",
                "timestamp('now') > timestamp('2026-01-01T00:00:00Z')",
                "self.status.big == 1",
                "self.status.big > 1"
            })
    void whatCanNotBeComparedHoldsNotAndThrowsNothing(String condition) {
        assertThat(Expression.compile(condition).holds(OBJECT)).isFalse();
    }

    @Test
    void aConditionHasAtMostFourThousandCharacters() {
        String condition = "self.a == 'x'";

        assertThat(Expression.compile(condition + " ".repeat(4096 - condition.length()))
                        .holds(Map.of("a", "x")))
                .isTrue();
        assertThatThrownBy(() -> Expression.compile(condition + " ".repeat(4097 - condition.length())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneConditionServesManyThreads() {
        Expression condition = Expression.compile("self.items.all(i, i < 1000)");

        List<Boolean> results = IntStream.range(0, 64)
                .parallel()
                .mapToObj(i -> condition.holds(Map.of("items", List.of(i, i % 2 == 0 ? 1 : 1000))))
                .toList();

        for (int i = 0; i < 64; i++) {
            assertThat(results.get(i)).isEqualTo(i % 2 == 0);
        }
    }
}
