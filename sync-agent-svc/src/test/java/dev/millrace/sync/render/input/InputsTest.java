package dev.millrace.sync.render.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.application.reference.ReferenceKind;
import dev.millrace.cluster.application.reference.ValuesReference;
import dev.millrace.sync.named.Named;
import dev.millrace.sync.named.ReferenceContent;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** There is a Secret {@code pw} with values.yaml and a, an empty ConfigMap {@code none}, and a Secret {@code closed} that may not be read. */
class InputsTest {
    private static final Map<Named, ReferenceContent> READINGS = Map.of(
            new Named(ReferenceKind.SECRET, "shop", "pw"),
                    new ReferenceContent.Found(Map.of("values.yaml", "x: 1", "a", "b")),
            new Named(ReferenceKind.CONFIG_MAP, "shop", "none"), new ReferenceContent.Found(Map.of()),
            new Named(ReferenceKind.SECRET, "shop", "closed"),
                    new ReferenceContent.Refused("the API server forbids it"));

    static final List<Arguments> PROBLEMS = List.of(
            row("all is there", List.of(secret("pw", null, false), secret("pw", "a", false)), null, false),
            row("an entry is missing", List.of(secret("pw", "z", false)), "the Secret shop/pw has no entry z", false),
            row("an optional entry is missing", List.of(secret("pw", "z", true)), null, false),
            row("an object is missing", List.of(secret("gone", null, false)), "there is no Secret shop/gone", false),
            row("an optional object is missing", List.of(secret("gone", "a", true)), null, false),
            row("the kind differs", List.of(configMap("pw", null, false)), "there is no ConfigMap shop/pw", false),
            row("an empty object", List.of(configMap("none", null, false)), null, false),
            row(
                    "an object can't be read",
                    List.of(secret("closed", null, false)),
                    "the Secret shop/closed can't be read: the API server forbids it",
                    true),
            row(
                    "an optional object can't be read",
                    List.of(secret("closed", null, true)),
                    "the Secret shop/closed can't be read: the API server forbids it",
                    true),
            row(
                    "the first problem counts",
                    List.of(secret("pw", null, false), secret("gone", null, false), secret("closed", null, false)),
                    "there is no Secret shop/gone",
                    false));

    @ParameterizedTest(name = "{0}")
    @FieldSource("PROBLEMS")
    void whatIsRequiredHasToBeThere(
            String situation, List<ValuesReference> references, @Nullable String reason, boolean isTransient) {
        Optional<Inputs.Problem> expected =
                Optional.ofNullable(reason).map(text -> new Inputs.Problem(text, isTransient));

        assertThat(Inputs.of("salt", "shop", references, READINGS).problem()).isEqualTo(expected);
    }

    @Test
    void aReferenceSelectsAllEntriesOrOne() {
        Inputs inputs = Inputs.of("salt", "shop", List.of(), READINGS);

        assertThat(inputs.entries(secret("pw", null, false))).isEqualTo(Map.of("values.yaml", "x: 1", "a", "b"));
        assertThat(inputs.entries(secret("pw", "a", false))).isEqualTo(Map.of("a", "b"));
        assertThat(inputs.entries(secret("pw", "z", true))).isEmpty();
        assertThat(inputs.entries(secret("gone", null, true))).isEmpty();
        assertThat(inputs.entries(secret("closed", null, true))).isEmpty();
    }

    @Test
    void aSingleEntryIsValuesYamlIfNoneIsNamed() {
        Inputs inputs = Inputs.of("salt", "shop", List.of(), READINGS);

        assertThat(inputs.entry(secret("pw", null, false))).contains("x: 1");
        assertThat(inputs.entry(secret("pw", "a", false))).contains("b");
        assertThat(inputs.entry(configMap("none", null, false))).isEmpty();
        assertThat(inputs.entry(secret("gone", null, true))).isEmpty();
    }

    @Test
    void theHashDiffersWithEverythingThatIsReadAndNotWithItsOrder() {
        Map<Named, ReferenceContent> reversed = new LinkedHashMap<>();
        READINGS.entrySet().stream().toList().reversed().forEach(e -> reversed.put(e.getKey(), e.getValue()));
        String hash = hash("salt", READINGS);

        assertThat(hash("salt", reversed)).isEqualTo(hash).hasSize(17);
        assertThat(List.of(
                        hash,
                        hash("other", READINGS),
                        hash("salt", with(secretName("pw"), new ReferenceContent.Found(Map.of("a", "b")))),
                        hash("salt", with(secretName("pw"), new ReferenceContent.Missing())),
                        hash("salt", with(secretName("pw"), new ReferenceContent.Refused("no"))),
                        hash("salt", with(secretName("more"), new ReferenceContent.Found(Map.of())))))
                .doesNotHaveDuplicates();
        assertThat(Inputs.NONE.hash()).isEmpty();
    }

    private static String hash(String salt, Map<Named, ReferenceContent> readings) {
        return Inputs.of(salt, "shop", List.of(), readings).hash();
    }

    private static Map<Named, ReferenceContent> with(Named named, ReferenceContent reading) {
        Map<Named, ReferenceContent> readings = new HashMap<>(READINGS);
        readings.put(named, reading);
        return readings;
    }

    private static Named secretName(String name) {
        return new Named(ReferenceKind.SECRET, "shop", name);
    }

    private static ValuesReference secret(String name, @Nullable String key, boolean optional) {
        return new ValuesReference(ReferenceKind.SECRET, name, key, optional);
    }

    private static ValuesReference configMap(String name, @Nullable String key, boolean optional) {
        return new ValuesReference(ReferenceKind.CONFIG_MAP, name, key, optional);
    }

    private static Arguments row(@Nullable Object... cells) {
        return Arguments.of(cells);
    }
}
