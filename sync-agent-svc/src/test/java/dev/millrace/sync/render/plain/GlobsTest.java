package dev.millrace.sync.render.plain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobsTest {

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "a.yaml, a.yaml, true",
        "a.yaml, b/a.yaml, true",
        "a.yaml, b/c/a.yaml, true",
        "a.yaml, xa.yaml, false",
        "a.yaml, aXyaml, false",
        "/a.yaml, a.yaml, true",
        "/a.yaml, b/a.yaml, false",
        "b/a.yaml, b/a.yaml, true",
        "b/a.yaml, c/b/a.yaml, false",
        "b/, b, true",
        "b/, c/b, true",
        "/b/, c/b, false",
        "*.yaml, a.yaml, true",
        "*.yaml, b/a.yaml, true",
        "*.yaml, .yaml, true",
        "*.yaml, a.yml, false",
        "b/*, b/a, true",
        "b/*, b/a/c, false",
        "b/*, b/, true",
        "*/a, b/a, true",
        "*/a, a, false",
        "b/**, b/a, true",
        "b/**, b/a/c, true",
        "b/**, b, false",
        "**/a, a, true",
        "**/a, b/c/a, true",
        "**/a, ba, false",
        "b/**/a, b/a, true",
        "b/**/a, b/c/d/a, true",
        "b/**/a, b/ca, false",
        "**, anything/at/all, true",
        "b**a, b/c/a, true",
        "a?c, abc, true",
        "a?c, a/c, false",
        "a?c, ac, false",
        "a+(b), a+(b), true",
        "a+(b), aab, false",
        "[ab], a, false",
        "a\\d, a1, false",
    })
    void aGlobMatchesAWholePath(String glob, String path, boolean matches) {
        assertThat(Globs.of(List.of(glob)).fits(path)).isEqualTo(matches);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "b, b/a, true",
        "b, b/c/a, true",
        "b, c/b/a, true",
        "b, b, false",
        "b, a/b, false",
        "/b, c/b/a, false",
        "b/c, b/c/a, true",
        "b/c, b/a, false",
        "*, b/a, true",
        "*, a, false"
    })
    void aGlobThatMatchesAFolderIsForAllWithinIt(String glob, String path, boolean matches) {
        assertThat(Globs.of(List.of(glob)).fitsAbove(path)).isEqualTo(matches);
    }

    @Test
    void oneOfSeveralGlobsIsEnoughAndNoneMatchesNothing() {
        Globs globs = Globs.of(List.of("a", "b"));

        assertThat(globs.fits("b")).isTrue();
        assertThat(globs.fits("c")).isFalse();
        assertThat(Globs.of(List.of()).fits("a")).isFalse();
        assertThat(Globs.of(List.of()).fitsAbove("a/b")).isFalse();
    }
}
