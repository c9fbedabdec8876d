package dev.millrace.sync.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/** Content that is written in any style is read as the same. A failure names the seed and the text. */
class YamlRoundTripTest {
    private static final int ROUNDS = 150;
    private static final List<FlowStyle> STYLES = List.of(FlowStyle.values());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "a",
            "yes",
            "null",
            "~",
            "0644",
            "1e3",
            "1.10",
            "true",
            "-",
            "- a",
            "a: b",
            "#",
            "a #b",
            "'",
            "\"",
            "\\",
            "{{ x }}",
            "${X}",
            "[",
            "}",
            "&a",
            "*a",
            "!a",
            "|",
            ">",
            "%",
            "@",
            "\u00e4\u65e5",
            "\ud83d\ude00",
            "line\nbreak",
            "\t",
            "trailing ",
            "---",
            "...",
            "<<",
            "?",
            ":",
            "a\n\n  b\n",
            "=",
            "2024-06-27",
            "0x1F",
            "12:30:45");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void jsonIsReadAsItIs(long seed) throws JsonProcessingException {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, @Nullable Object> content = object(random);
            verify(seed, content, JSON.writeValueAsString(content));
            verify(seed, content, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void yamlWithQuotedTextsIsReadAsItWasWritten(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, @Nullable Object> content = object(random);
            DumpSettings settings = DumpSettings.builder()
                    .setDefaultFlowStyle(STYLES.get(random.nextInt(STYLES.size())))
                    .setDefaultScalarStyle(ScalarStyle.DOUBLE_QUOTED)
                    .setExplicitStart(random.nextBoolean())
                    .setIndent(2 + random.nextInt(3))
                    .build();
            verify(seed, content, new Dump(settings).dumpToString(content));
        }
    }

    private static void verify(long seed, Map<String, @Nullable Object> content, String text) {
        Manifests read = ManifestReader.read("a.yaml", text);

        assertThat(read.unreadable()).as("seed %d: %s", seed, text).isEmpty();
        assertThat(read.objects())
                .as("seed %d: %s", seed, text)
                .extracting(Manifest::content)
                .containsExactly(content);
        assertThat(read.objects().getFirst().hash())
                .as("seed %d: %s", seed, text)
                .isEqualTo(Content.hash(content));
    }

    private static Map<String, @Nullable Object> object(Random random) {
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        content.put("apiVersion", "x.example/v1");
        content.put("kind", "Thing");
        content.put("metadata", Map.of("name", "t"));
        content.put("spec", value(random, 4));
        return content;
    }

    private static @Nullable Object value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 8)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextBoolean();
            case 2 -> null;
            case 3, 4 -> TEXTS.get(random.nextInt(TEXTS.size()));
            case 5 -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, depth - 1));
                }
                yield list;
            }
            default -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put("k" + TEXTS.get(random.nextInt(TEXTS.size())).replace("{{", ""), value(random, depth - 1));
                }
                yield map;
            }
        };
    }
}
