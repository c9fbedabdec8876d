package dev.millrace.sync.health.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files of rules that are part of the agent, which compiles a condition only when an object needs it. */
class ShippedRulesTest {
    private static final List<String> NO_RULES = List.of("rules.list", "vocabulary.yaml");

    static Stream<String> files() {
        return ShippedRules.files().stream();
    }

    @Test
    void eachFileIsListedOnceAndInOrder() throws IOException, URISyntaxException {
        try (Stream<Path> folder =
                Files.list(Path.of(ShippedRules.class.getResource("/health").toURI()))) {
            assertThat(ShippedRules.files())
                    .isEqualTo(folder.map(file -> String.valueOf(file.getFileName()))
                            .filter(file -> !NO_RULES.contains(file))
                            .sorted()
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void eachConditionCompiles(String file) {
        assertThatCode(() -> KindRules.parse(file, text(file))).doesNotThrowAnyException();
    }

    @Test
    void noKindHasTwoRules() {
        Map<String, List<String>> files = new HashMap<>();
        files().forEach(file -> kinds(file).forEach(kind -> files.computeIfAbsent(kind, k -> new ArrayList<>())
                .add(file)));

        assertThat(files.entrySet())
                .allSatisfy(
                        kind -> assertThat(kind.getValue()).as(kind.getKey()).hasSize(1));
        assertThat(KindRules.shipped().size()).isEqualTo(files.size());
    }

    private static List<String> kinds(String file) {
        List<String> all = new ArrayList<>();
        for (Object entry : (List<?>) yaml(file)) {
            list((Map<?, ?>) entry, "kinds").forEach(kind -> all.add(String.valueOf(kind)));
        }
        return all;
    }

    /** A word has one meaning, and each role of a condition's type is stated once. */
    @Test
    void eachWordOfTheVocabularyStandsOnce() {
        Map<?, ?> vocabulary = (Map<?, ?>) yaml("vocabulary.yaml");
        Map<?, ?> types = map(vocabulary, "types");

        assertThat(words(vocabulary, List.of("failed", "progressing", "suspended", "healthy")))
                .doesNotHaveDuplicates();
        assertThat(words(types, List.of("abnormal", "progressing", "suspended", "primary", "secondary")))
                .doesNotHaveDuplicates();
        assertThat(words(map(types, "first"), List.of("abnormal", "progressing")))
                .doesNotHaveDuplicates();
        assertThat(words(map(vocabulary, "alone"), List.of("failed", "progressing", "healthy")))
                .doesNotHaveDuplicates();
        vocabulary.forEach((key, list) -> {
            if (list instanceof List<?> words) {
                assertThat(words).as(String.valueOf(key)).doesNotHaveDuplicates();
            }
        });
    }

    private static List<Object> words(Map<?, ?> lists, List<String> keys) {
        List<Object> all = new ArrayList<>();
        keys.forEach(key -> all.addAll(list(lists, key)));
        return all;
    }

    private static List<?> list(Map<?, ?> map, String key) {
        return (List<?>) Objects.requireNonNull(map.get(key), key);
    }

    private static Map<?, ?> map(Map<?, ?> map, String key) {
        return (Map<?, ?>) Objects.requireNonNull(map.get(key), key);
    }

    private static Object yaml(String file) {
        return new Load(LoadSettings.builder().build()).loadFromString(text(file));
    }

    private static String text(String file) {
        try (InputStream in = ShippedRules.class.getResourceAsStream("/health/" + file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("reading " + file, e);
        }
    }
}
