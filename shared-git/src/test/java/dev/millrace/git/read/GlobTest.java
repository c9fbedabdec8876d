package dev.millrace.git.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class GlobTest {
    static final List<Arguments> MATCHES = List.of(
            Arguments.of("v*", "v1.2.3", true),
            Arguments.of("v*", "web/v1", false),
            Arguments.of("web/v*", "web/v1", true),
            Arguments.of("*", "any/name", true),
            Arguments.of("v?.0", "v1.0", true),
            Arguments.of("v?.0", "v12.0", false),
            Arguments.of("refs/tags/[0-9]*", "refs/tags/1.10.0", true),
            Arguments.of("refs/tags/[0-9]*", "refs/tags/stable", false),
            Arguments.of("refs/heads/*", "refs/heads/feature/login", true),
            Arguments.of("refs/heads/main", "refs/heads/main2", false));

    @ParameterizedTest(name = "{0} matches {1}: {2}")
    @FieldSource("MATCHES")
    void matchesAsGitDescribeDoes(String pattern, String name, boolean matches) {
        assertThat(new Glob(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void aTextThatIsNoPatternIsRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Glob("v[1")).withMessageContaining("v[1");
        assertThatIllegalArgumentException().isThrownBy(() -> new Glob(""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Glob("x".repeat(256)));
    }
}
