package dev.millrace.builder.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Platform;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BuildConfigurationReaderTest {
    private static final String NAME = "  - name: registry.example/shop/web\n";

    @Test
    void readsACompleteConfiguration() {
        ConfigurationOutcome outcome = read("""
                images:
                  - name: registry.example:5000/shop/web
                    context: ./services//web/
                    dockerfile: docker/Dockerfile
                    target: final
                    args: {VERSION: 1.10, BASE: "registry.example/base:1"}
                    platforms: [linux/amd64, linux/arm64]
                test:
                  stage: test
                tag: branch-time
                """);

        assertThat(outcome)
                .isEqualTo(new ConfigurationOutcome.Valid(new BuildConfiguration(
                        List.of(new ImageSpec(
                                new ImageName("registry.example:5000/shop/web"),
                                "services/web",
                                "docker/Dockerfile",
                                Optional.of("final"),
                                new TreeMap<>(Map.of("VERSION", "1.10", "BASE", "registry.example/base:1")),
                                List.of(new Platform("linux/amd64"), new Platform("linux/arm64")))),
                        Optional.of("test"),
                        TagRule.BRANCH_TIME)));
    }

    @Test
    void omittedValuesHaveDefaults() {
        ConfigurationOutcome outcome = read("images:\n" + NAME);

        assertThat(outcome)
                .isEqualTo(new ConfigurationOutcome.Valid(new BuildConfiguration(
                        List.of(new ImageSpec(
                                new ImageName("registry.example/shop/web"),
                                "",
                                "Dockerfile",
                                Optional.empty(),
                                new TreeMap<>(),
                                List.of())),
                        Optional.empty(),
                        TagRule.COMMIT)));
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of("", 1, "empty"),
                Arguments.of("[]", 1, "the configuration must be a mapping"),
                Arguments.of("images: []", 1, "'images' is empty"),
                Arguments.of("images: web", 1, "'images' of the configuration must be a list"),
                Arguments.of("test: {stage: test}", 1, "the configuration needs 'images'"),
                Arguments.of("images:\n" + NAME + "images: []", 3, "key 'images' is defined twice"),
                Arguments.of("images:\n" + NAME + NAME, 3, "image registry.example/shop/web is listed twice"),
                Arguments.of("images:\n  - context: .\n", 2, "an image needs 'name'"),
                Arguments.of("images:\n  - name: web\n", 2, "'name': not an image repository with its registry: web"),
                Arguments.of(
                        "images:\n" + NAME + "    contxt: .\n",
                        3,
                        "unknown key 'contxt' in an image; known keys are args"),
                Arguments.of("images:\n" + NAME + "    context: ../secrets\n", 3, "not a path below"),
                Arguments.of("images:\n" + NAME + "    context: /etc\n", 3, "not a path below"),
                Arguments.of("images:\n" + NAME + "    dockerfile: .\n", 3, "not the path of a file"),
                Arguments.of("images:\n" + NAME + "    target: --rm\n", 3, "not the name of a Dockerfile stage"),
                Arguments.of("images:\n" + NAME + "    args: {A B: 1}\n", 3, "not the name of a build argument: A B"),
                Arguments.of("images:\n" + NAME + "    args:\n      A: [1]\n", 4, "'A' of 'args' must be a string"),
                Arguments.of("images:\n" + NAME + "    platforms: [amd64]\n", 3, "not a platform: amd64"),
                Arguments.of("images:\n" + NAME + "test: test\n", 3, "'test' must be a mapping"),
                Arguments.of(
                        "images:\n" + NAME + "tag: latest\n",
                        3,
                        "one of branch-time, commit, describe is expected, not latest"),
                Arguments.of("images:\n" + NAME + "  name: [\n", 3, "not YAML"),
                Arguments.of("images: {a: b", 1, "not YAML"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("errors")
    void anErrorIsReportedWithItsLineAndReason(String text, int line, String reason) {
        ConfigurationOutcome outcome = read(text);

        assertThat(outcome).isInstanceOfSatisfying(ConfigurationOutcome.Invalid.class, invalid -> {
            assertThat(invalid.reason()).contains(reason);
            assertThat(invalid.line()).isEqualTo(line);
        });
    }

    @Test
    void aFileThatIsNotUtf8IsInvalid() {
        ConfigurationOutcome outcome = BuildConfigurationReader.read(new byte[] {(byte) 0xff, (byte) 0xfe});

        assertThat(outcome).isEqualTo(new ConfigurationOutcome.Invalid(1, 1, "not UTF-8"));
    }

    @Test
    void theHashCoversTheImageButNotItsTag() {
        BuildConfiguration plain = valid("images:\n" + NAME);
        BuildConfiguration tagged = valid("images:\n" + NAME + "tag: describe\n");
        BuildConfiguration tested = valid("images:\n" + NAME + "test: {stage: test}\n");

        String hash = plain.hashFor(plain.images().getFirst());

        assertThat(tagged.hashFor(tagged.images().getFirst())).isEqualTo(hash);
        assertThat(tested.hashFor(tested.images().getFirst())).isNotEqualTo(hash);
    }

    private static ConfigurationOutcome read(String text) {
        return BuildConfigurationReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static BuildConfiguration valid(String text) {
        if (read(text) instanceof ConfigurationOutcome.Valid(BuildConfiguration configuration)) {
            return configuration;
        }
        throw new AssertionError("invalid: " + read(text));
    }
}
