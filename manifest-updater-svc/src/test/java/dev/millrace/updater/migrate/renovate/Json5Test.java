package dev.millrace.updater.migrate.renovate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.yaml.YamlDocument;
import dev.millrace.yaml.YamlMapping;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class Json5Test {
    static final List<Arguments> FILES = List.of(
            arguments("{\"a\":\"b\"}", "b"),
            arguments("{a:'b'}", "b"),
            arguments("{\n\ta: 'b', // c: 'd'\n}", "b"),
            arguments("{/* a: 'c' */ a: \"b\",}", "b"),
            arguments("{a: 'https://x/y'}", "https://x/y"),
            arguments("{a: '\\\\d\\'\"\\n'}", "\\d'\"\n"),
            arguments("{a: \"/* no comment */ #\"}", "/* no comment */ #"),
            arguments("{a: 'b'} // the end", "b"));

    @ParameterizedTest
    @FieldSource("FILES")
    void aFileWithCommentsHasItsValues(String file, String value) {
        byte[] plain = Json5.plain(file).getBytes(StandardCharsets.UTF_8);

        assertThat(new YamlMapping("a file", YamlDocument.root(plain, "a"), Set.of()).textsByKey())
                .containsEntry("a", value);
    }
}
