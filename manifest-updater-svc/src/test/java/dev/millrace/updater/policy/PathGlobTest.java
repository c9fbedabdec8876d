package dev.millrace.updater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathGlobTest {
    @ParameterizedTest
    @CsvSource({
        "apps/**, apps/a.yaml, true",
        "apps/**, apps/x/y/a.yaml, true",
        "apps/**, app/a.yaml, false",
        "apps/*/a.yaml, apps/x/a.yaml, true",
        "apps/*/a.yaml, apps/x/y/a.yaml, false",
        "**/a.yaml, a.yaml, true",
        "**/a.yaml, x/y/a.yaml, true",
        "a?.yaml, ab.yaml, true",
        "a.yaml, aXyaml, false"
    })
    void globsFollowDirectories(String glob, String path, boolean matches) {
        assertThat(new PathGlob(glob).matches(path)).isEqualTo(matches);
    }
}
