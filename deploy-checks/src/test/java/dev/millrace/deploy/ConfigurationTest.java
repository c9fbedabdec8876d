package dev.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The installations set only existing keys; the reference is checked against the code. */
class ConfigurationTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(millrace\\.[^`]+)`");

    @Test
    void everyKeyIsInTheReference() {
        List<Pattern> known = ROW.matcher(SourceTree.read("docs/reference/configuration.md"))
                .results()
                .map(row -> keyPattern(row.group(1)))
                .toList();

        List<String> unknown = files().entrySet().stream()
                .flatMap(file -> keys(file.getValue()).map(key -> file.getKey() + ": " + key))
                .filter(place -> place.contains(": millrace."))
                .filter(place -> known.stream().noneMatch(key -> key.matcher(place.substring(place.indexOf(": ") + 2))
                        .matches()))
                .toList();

        assertThat(unknown).isEmpty();
    }

    @Test
    void onlyMillraceAndKafkaAreConfigured() {
        assertThat(files().values().stream().flatMap(ConfigurationTest::keys))
                .isNotEmpty()
                .allMatch(key -> key.startsWith("millrace.") || key.startsWith("kafka."));
    }

    /** The properties by the name of their file. */
    private static Map<String, String> files() {
        Stream<Map.Entry<String, String>> kubernetes =
                SourceTree.below("k8s", ".properties").stream().map(path -> Map.entry(path, SourceTree.read(path)));
        var configs = SourceTree.documents(SourceTree.read("docker-compose.yml"))
                .getFirst()
                .path("configs");
        Stream<Map.Entry<String, String>> compose = SourceTree.SERVICES.stream()
                .map(service -> Map.entry(
                        "docker-compose.yml " + service,
                        configs.path(service).path("content").asText()));
        return Stream.concat(kubernetes, compose).collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Stream<String> keys(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException("reading properties", e);
        }
        return properties.stringPropertyNames().stream();
    }

    private static Pattern keyPattern(String documented) {
        return Pattern.compile(Pattern.quote(documented).replace("\"<name>\"", "\\E[a-z]+\\Q"));
    }
}
