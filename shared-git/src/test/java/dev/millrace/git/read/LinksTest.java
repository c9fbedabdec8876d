package dev.millrace.git.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class LinksTest {
    private static final Map<String, String> LINKS = Map.of(
            "to-root", "a/b/back",
            "a/b/back", "../..",
            "a/absolute", "/etc",
            "loop", "pool",
            "pool", "loop");

    static final List<Arguments> TARGETS = List.of(
            Arguments.of("l", "a/file", true),
            Arguments.of("a/l", "../b/file", true),
            Arguments.of("a/l", "./../b//file", true),
            Arguments.of("l", "missing/../a", true),
            Arguments.of("l", "..", false),
            Arguments.of("a/l", "../../file", false),
            Arguments.of("a/l", "b/../../../file", false),
            Arguments.of("l", "/etc/passwd", false),
            Arguments.of("l", "", false),
            Arguments.of("l", "to-root/a", true),
            Arguments.of("l", "to-root/../file", false),
            Arguments.of("a/b/l", "back/../file", false),
            Arguments.of("l", "a/absolute/passwd", false),
            Arguments.of("l", "loop/file", true));

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @FieldSource("TARGETS")
    void aLinkStaysInTheRepositoryOrNot(String path, String target, boolean inside) throws IOException {
        Links links = new Links(at -> Optional.ofNullable(LINKS.get(at)));

        assertThat(links.staysInside(path, target)).isEqualTo(inside);
    }
}
