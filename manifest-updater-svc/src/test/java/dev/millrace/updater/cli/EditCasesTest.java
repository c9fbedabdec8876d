package dev.millrace.updater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Small configuration repositories: the files before and after an image, to the byte. Without files after it nothing may change. The report must have
 * each of the case's expressions.
 */
class EditCasesTest {
    static Stream<String> cases() throws IOException, URISyntaxException {
        try (Stream<Path> all = Files.list(root())) {
            return all.map(one -> one.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void anImageChangesItsPlacesAndNoOtherByte(String name, @TempDir Path checkout) throws Exception {
        Path one = root().resolve(name);
        Map<String, String> before = texts(one.resolve("before"));
        before.forEach((path, text) -> write(checkout.resolve(path), text));
        write(checkout.resolve(".millrace/updates.yaml"), Files.readString(one.resolve("updates.yaml")));
        Map<String, List<String>> expected = expected(one.resolve("case.yaml"));
        StringWriter report = new StringWriter();

        for (String image : expected.getOrDefault("images", List.of())) {
            Commands.run(
                    new ByteArrayOutputStream(),
                    new PrintWriter(report, true),
                    "update",
                    "--write",
                    "--checkout",
                    checkout.toString(),
                    "--image",
                    image);
        }

        Map<String, String> after = texts(checkout);
        after.remove(".millrace/updates.yaml");
        Map<String, String> changed = new TreeMap<>(before);
        changed.putAll(texts(one.resolve("after")));
        assertThat(after).as(report.toString()).isEqualTo(changed);
        expected.getOrDefault("reports", List.of())
                .forEach(reported -> assertThat(report.toString()).containsPattern(Pattern.compile(reported)));
    }

    private static Path root() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(EditCasesTest.class.getResource("/edits"))
                .toURI());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, List<String>> expected(Path file) throws IOException {
        return (Map<String, List<String>>)
                new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    }

    private static Map<String, String> texts(Path directory) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file :
                        new ArrayList<>(files.filter(Files::isRegularFile).toList())) {
                    texts.put(
                            directory.relativize(file).toString(),
                            new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
                }
            }
        }
        return texts;
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
