package dev.millrace.sync.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** No condition takes more than a bounded time and a bounded part of the heap. */
class HostileExpressionsTest {
    private static final String SMALL_HEAP = "-Xmx96m";
    private static final Duration ENDS_WITHIN = Duration.ofMinutes(5);

    static final List<Arguments> HOSTILE = HostileExpressions.ALL.entrySet().stream()
            .map(one -> arguments(one.getKey(), one.getValue()))
            .toList();

    @ParameterizedTest(name = "{0}")
    @FieldSource("HOSTILE")
    void endsWithAShortReason(String name, String expression) {
        assertThat(HostileExpressions.evaluate(expression))
                .isInstanceOfSatisfying(Expression.Verdict.Fails.class, fails -> assertThat(fails.why())
                        .hasSizeLessThan(1_000));
    }

    @Test
    void allOfThemEndInASmallHeap(@TempDir Path directory) throws Exception {
        File output = directory.resolve("output").toFile();

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        SMALL_HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostileExpressions.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        boolean ended = process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly();

        assertThat(ended).as("ended").isTrue();
        assertThat(process.exitValue()).as("%s", output).isZero();
    }

    static final List<Arguments> ORDINARY = List.of(
            arguments("self.conditions.exists(c, c.type == 'Type1999' && c.status == 'True')", true),
            arguments("self.conditions.filter(c, c.status != 'False').size() == 2000", true),
            arguments("self.conditions.map(c, c.type).size() == 2000", true),
            arguments("self.numbers.all(a, a > 20 || self.numbers.exists(b, b == a))", true),
            arguments("self.conditions[0].message.contains('text text')", true),
            arguments("self.conditions.all(c, c.type.matches('^Type[0-9]{1,4}$'))", true),
            arguments("(self.conditions[0].type + '/' + self.conditions[1].type) == 'Type0/Type1'", true),
            arguments("self.text.startsWith('aa') && self.text.size() == 1000000", true));

    @ParameterizedTest(name = "{0}")
    @FieldSource("ORDINARY")
    void largeObjectsHaveRoomForOrdinaryConditions(String expression, boolean holds) {
        assertThat(Expression.compile(expression).of(HostileExpressions.OBJECT))
                .isEqualTo(holds ? new Expression.Verdict.Holds() : new Expression.Verdict.HoldsNot());
    }

    static final List<Arguments> PATTERNS = List.of(
            arguments("[a-z]{1,63}(\\.[a-z]{1,63}){0,3}", false),
            arguments("^v?[0-9]+\\.[0-9]+$", false),
            arguments("a{1000}", false),
            arguments("[)(]{1,500}[{3}]\\({2,3}", false),
            arguments("[a{1000}]{900}", false),
            arguments("[]a]{900}", false),
            arguments("(a{1000}){2}", true),
            arguments("[[:alpha:][](a{1000}){1000}]", true),
            arguments("\\Q[\\E(a{1000}){1000}", true),
            arguments("((a{100}){100}){100}", true),
            arguments("(a{1,}){1000}{1000}", true),
            arguments("a".repeat(300), true),
            arguments("(", true));

    @ParameterizedTest(name = "{0}")
    @FieldSource("PATTERNS")
    void aRegularExpressionIsCompiledIfItIsSmall(String pattern, boolean refused) {
        Map<String, Object> object = Map.of("pattern", pattern);

        Expression.Verdict verdict =
                Expression.compile("'-'.matches(self.pattern)").of(object);

        assertThat(verdict instanceof Expression.Verdict.Fails).isEqualTo(refused);
    }
}
