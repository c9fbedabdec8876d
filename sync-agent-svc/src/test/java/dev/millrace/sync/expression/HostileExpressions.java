package dev.millrace.sync.expression;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/** Conditions that grow, repeat or nest as far as their text allows. As a program it evaluates all of them, for a JVM with a small heap. */
final class HostileExpressions {
    private static final String TEN = "['aaaaaaaaaa']";
    private static final String NUMBERS = "self.numbers";

    /** An object with 200 numbers, 2,000 conditions and a text of 1 MB. */
    static final Map<String, Object> OBJECT = Map.of(
            "numbers",
            IntStream.range(0, 200).boxed().toList(),
            "conditions",
            IntStream.range(0, 2_000)
                    .mapToObj(i -> Map.of("type", "Type" + i, "status", "True", "message", "text ".repeat(20)))
                    .toList(),
            "text",
            "a".repeat(1_000_000));

    /** Each one by its kind. None of them has a result. */
    static final SequencedMap<String, String> ALL = all();

    private HostileExpressions() {}

    private static SequencedMap<String, String> all() {
        SequencedMap<String, String> all = new LinkedHashMap<>();
        addGrowing(all);
        addLong(all);
        addNested(all);
        return all;
    }

    private static void addGrowing(Map<String, String> all) {
        all.put("a text doubled", TEN + ".map(x, x+x+x+x+x+x+x+x+x+x)".repeat(9) + ".size() == 1");
        all.put(
                "a text doubled, the error ignored",
                TEN + ".map(x, x+x+x+x+x+x+x+x+x+x)".repeat(9) + ".size() == 1 || true");
        all.put("bytes doubled", "[b'aaaaaaaaaa']" + ".map(x, x+x+x+x+x+x+x+x+x+x)".repeat(9) + ".size() == 1");
        all.put("a list doubled", "[[1, 2, 3, 4]]" + ".map(x, x+x+x+x+x+x+x+x+x+x)".repeat(9) + ".size() == 1");
        all.put(
                "a list of shared lists",
                "[[1]]" + ".map(x, [x, x, x, x, x, x, x, x, x, x])".repeat(12) + ".size() == 1");
        all.put(
                "a map of shared maps",
                "[{'a': 1}]" + ".map(x, {'a': x, 'b': x, 'c': x, 'd': x})".repeat(14) + ".size() == 1");
        all.put("shared lists compared", "[[1]].map(x, [x, x])" + ".map(x, [x, x])".repeat(40) + " == [1]");
        all.put("shared lists in an error", "[[1]]" + ".map(x, [x, x])".repeat(40) + ".all(x, int(dyn(x)) == 1)");
        all.put(
                "a large text doubled",
                "(self.text + self.text + self.text + self.text + self.text + self.text + self.text).size() == 1");
    }

    private static void addLong(Map<String, String> all) {
        all.put("iterations", NUMBERS + ".all(a, " + NUMBERS + ".all(b, " + NUMBERS + ".all(c, a + b + c >= 0)))");
        all.put(
                "iterations of long bodies",
                NUMBERS + ".all(a, " + NUMBERS + ".all(b, " + "a + b >= 0 && ".repeat(200) + "true))");
        all.put(
                "errors that are ignored",
                NUMBERS + ".all(a, " + NUMBERS + ".all(b, " + "1 / 0 == 1 || ".repeat(200) + "true))");
        all.put(
                "all conditions of all",
                "self.conditions.all(a, self.conditions.all(b, self.conditions == self.conditions))");
        all.put("a large object compared", NUMBERS + ".all(a, self == self)");
        all.put("a large object in many lists", NUMBERS + ".map(a, [self, self, self, self]).size() == 200");
        all.put("a large text compared", NUMBERS + ".all(a, " + "self.text == self.text && ".repeat(100) + "true)");
        all.put("a large text matched", NUMBERS + ".all(a, self.text.matches('(a|aa|aaa)+b$'))");
        all.put("a large text in itself", "self.text.contains('b' + self.text.substring)");
        all.put("a part sought in a large text", NUMBERS + ".all(a, self.text.contains('" + "a".repeat(2_000) + "b'))");
        all.put("repetitions of repetitions", "'a'.matches('((a{1000}){1000}){1000}')");
        all.put(
                "many large patterns",
                NUMBERS + ".all(a, " + NUMBERS + ".all(b, 'a'.matches('(a{200}){200}') || true))");
    }

    private static void addNested(Map<String, String> all) {
        all.put("a long chain of sums", "1" + " + 1".repeat(1_000) + " == 2 && self.numbers.size() == 1");
        all.put("a long path", "self" + ".a".repeat(2_000) + " == 1");
        all.put("a long path indexed", "self" + "['a']".repeat(800) + " == 1");
        all.put("parentheses", "(".repeat(2_000) + "true" + ")".repeat(2_000));
        all.put("lists in lists", "[".repeat(2_000) + "]".repeat(2_000) + " == []");
        all.put("negations", "!(".repeat(1_000) + "true" + ")".repeat(1_000));
        all.put("choices", "true ? ".repeat(500) + "true" + " : false".repeat(500));
        all.put("a text beyond the limit", "'" + "a".repeat(100_000) + "' == 'a'");
    }

    static Expression.Verdict evaluate(String expression) {
        try {
            return Expression.compile(expression).of(OBJECT);
        } catch (IllegalArgumentException e) {
            return new Expression.Verdict.Fails(String.valueOf(e.getMessage()));
        }
    }

    /** @param arguments none */
    static void main(String... arguments) {
        List.copyOf(ALL.values()).forEach(HostileExpressions::evaluate);
    }
}
