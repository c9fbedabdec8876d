package dev.millrace.drift.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.events.DriftDetected.FieldDrift;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class FieldBoundsTest {
    private static final String MARK = "… (";

    static final List<Arguments> TEXTS = List.of(
            Arguments.of("empty", "", false),
            Arguments.of("one below the limit", "x".repeat(1023), false),
            Arguments.of("at the limit", "x".repeat(1024), false),
            Arguments.of("one above the limit", "x".repeat(1025), true),
            Arguments.of("two bytes a character, at the limit", "é".repeat(512), false),
            Arguments.of("two bytes a character, above the limit", "é".repeat(513), true),
            Arguments.of("three bytes a character, above the limit", "€".repeat(342), true),
            Arguments.of("four bytes a character, at the limit", "🚀".repeat(256), false),
            Arguments.of("four bytes a character, above the limit", "🚀".repeat(257), true),
            Arguments.of("a character across the limit", "x".repeat(1023) + "🚀", true),
            Arguments.of("half a character", "x".repeat(1023) + "\ud83d" + "x", true),
            Arguments.of("600 KB", "y".repeat(600_000), true));

    @ParameterizedTest(name = "{0}")
    @FieldSource("TEXTS")
    void aTextIsCutAtItsLimitBetweenCharacters(String name, String text, boolean cut) {
        FieldDrift bounded = only(FieldBounds.of(List.of(field("spec.a", TextNode.valueOf(text)))));

        String live = bounded.live().orElseThrow().asText();
        assertThat(live.equals(text)).isEqualTo(!cut);
        assertThat(bounded.shortened()).isEqualTo(cut ? Optional.of(true) : Optional.empty());
        if (cut) {
            String head = live.substring(0, live.lastIndexOf(MARK));
            assertThat(text).startsWith(head);
            assertThat(head.getBytes(StandardCharsets.UTF_8).length).isBetween(1020, 1024);
            assertThat(Character.isHighSurrogate(head.charAt(head.length() - 1)))
                    .isFalse();
            assertThat(live).contains("(" + text.getBytes(StandardCharsets.UTF_8).length + " bytes, sha256:");
        }
    }

    @Test
    void textsThatDifferBeyondTheCutStayDifferent() {
        FieldDrift one = only(FieldBounds.of(List.of(field("a", TextNode.valueOf("x".repeat(5000) + "1")))));
        FieldDrift other = only(FieldBounds.of(List.of(field("a", TextNode.valueOf("x".repeat(5000) + "2")))));

        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void textsWithinAValueAndTheNamesOfItsFieldsAreCutToo() {
        ObjectNode value = JsonNodeFactory.instance.objectNode();
        value.putArray("list").add("z".repeat(5000));
        value.put("k".repeat(5000), 1);

        FieldDrift bounded = only(FieldBounds.of(List.of(field("spec", value))));

        assertThat(bounded.live().orElseThrow().toString()).hasSizeLessThan(3000);
        assertThat(bounded.shortened()).contains(true);
    }

    static final List<Arguments> DEPTHS = List.of(
            Arguments.of(1, false),
            Arguments.of(31, false),
            Arguments.of(32, false),
            Arguments.of(33, true),
            Arguments.of(900, true));

    @ParameterizedTest(name = "{0} levels")
    @FieldSource("DEPTHS")
    void aDeepValueIsCutAtItsDepth(int depth, boolean cut) {
        FieldDrift bounded = only(FieldBounds.of(List.of(field("spec", nested(depth)))));

        assertThat(depth(bounded.live().orElseThrow())).isEqualTo(Math.min(depth, FieldBounds.MAX_DEPTH));
        assertThat(bounded.shortened().isPresent()).isEqualTo(cut);
    }

    @Test
    void manyFieldsHavePathsOnly() {
        List<FieldDrift> fields = IntStream.range(0, 400)
                .mapToObj(i -> field("data.key" + i, TextNode.valueOf("v".repeat(1000))))
                .toList();

        FieldBounds.Bounded bounded = FieldBounds.of(fields);

        assertThat(bounded.omitted()).isZero();
        assertThat(bounded.fields())
                .hasSize(400)
                .allMatch(field -> field.live().isEmpty() && field.shortened().equals(Optional.of(true)));
    }

    @Test
    void ofVeryManyFieldsTheFirstHavePathsAndTheOthersAreCounted() {
        List<FieldDrift> fields = IntStream.range(0, 20_000)
                .mapToObj(i -> field("data.key" + i, TextNode.valueOf("v")))
                .toList();

        FieldBounds.Bounded bounded = FieldBounds.of(fields);

        assertThat(bounded.fields()).isNotEmpty();
        assertThat(bounded.fields().size() + bounded.omitted()).isEqualTo(20_000);
        assertThat(bounded.fields().toString().getBytes(StandardCharsets.UTF_8).length)
                .isLessThan(FieldBounds.MAX_BYTES);
    }

    @Test
    void aPathIsCut() {
        FieldDrift bounded =
                only(FieldBounds.of(List.of(field("spec[" + "p".repeat(5000) + "]", TextNode.valueOf("v")))));

        assertThat(bounded.path()).hasSizeLessThan(1200).contains(MARK);
    }

    @Test
    void whatFitsStaysAsItIs() {
        List<FieldDrift> fields = List.of(field("spec.a", nested(5)), field("spec.b", TextNode.valueOf("v")));

        assertThat(FieldBounds.of(fields)).isEqualTo(new FieldBounds.Bounded(fields, 0));
        assertThat(FieldBounds.of(List.of())).isEqualTo(new FieldBounds.Bounded(List.of(), 0));
    }

    private static FieldDrift only(FieldBounds.Bounded bounded) {
        assertThat(bounded.omitted()).isZero();
        return bounded.fields().getFirst();
    }

    private static FieldDrift field(String path, JsonNode live) {
        return new FieldDrift(
                path,
                Optional.empty(),
                Optional.of(live),
                false,
                Optional.of("kubectl"),
                Optional.of("Update"),
                Optional.empty());
    }

    private static JsonNode nested(int depth) {
        JsonNode value = TextNode.valueOf("leaf");
        for (int i = 0; i < depth; i++) {
            value = JsonNodeFactory.instance.objectNode().set("a", value);
        }
        return value;
    }

    private static int depth(JsonNode value) {
        int depth = 0;
        for (JsonNode here = value; here.isObject(); here = here.path("a")) {
            depth++;
        }
        return depth;
    }
}
