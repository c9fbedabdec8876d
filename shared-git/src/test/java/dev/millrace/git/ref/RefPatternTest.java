package dev.millrace.git.ref;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.value.GitRef;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefPatternTest {

    @ParameterizedTest
    @CsvSource({
        "refs/heads/main, refs/heads/main, true",
        "refs/heads/main, refs/heads/main2, false",
        "refs/heads/*, refs/heads/main, true",
        "refs/heads/*, refs/heads/feature/x/y, true",
        "refs/heads/*, refs/tags/main, false",
        "refs/heads/release-?, refs/heads/release-1, true",
        "refs/heads/release-?, refs/heads/release-12, false",
        "refs/heads/a.b, refs/heads/axb, false",
        "refs/heads/a+b, refs/heads/a+b, true",
        "refs/heads/(main), refs/heads/(main), true",
        "refs/heads/a|b, refs/heads/a, false",
        "refs/heads/$x, refs/heads/$x, true",
        "refs/tags/v*, refs/tags/v1.2.3, true",
        "refs/tags/v*, refs/tags/version, true",
        "refs/tags/v*, refs/tags/1.2.3, false",
        "refs/tags/[0-9]*, refs/tags/1.2.3, true",
        "refs/tags/[0-9]*, refs/tags/10.0, true",
        "refs/tags/[0-9]*, refs/tags/nightly, false",
        "refs/tags/[!0-9]*, refs/tags/nightly, true",
        "refs/tags/[!0-9]*, refs/tags/1.2.3, false",
        "refs/tags/v[0-9]*.[0-9]*, refs/tags/v1.2, true",
        "refs/*, refs/notes/commits, true",
        "*, refs/heads/main, true",
        "*, refs/pull/1/head, false",
        "refs/*, refs/pull/1/head, false",
        "refs/p*, refs/pull/1/head, false",
        "refs/pull*, refs/pull/1/head, false",
        "refs/[p]ull/*, refs/pull/1/head, false",
        "refs/pull/*, refs/pull/1/head, true",
        "refs/pull/*/head, refs/pull/1/head, true",
        "refs/pull/*/head, refs/pull/1/merge, false",
        "refs/merge-requests/*/head, refs/merge-requests/7/head, true",
        "refs/pull-requests/*/from, refs/pull-requests/7/from, true",
        "refs/changes/*, refs/changes/01/1/2, true",
        "refs/pull/*, refs/heads/pull/1, false",
    })
    void aPatternMatchesFullNames(String pattern, String ref, boolean matches) {
        assertThat(new RefPattern(pattern).matches(new GitRef(ref))).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"refs/heads/[a", "refs/heads/["})
    void anUnclosedSetIsNoPattern(String pattern) {
        assertThatThrownBy(() -> new RefPattern(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a pattern of refs: " + pattern);
    }

    @Test
    void onePatternMatchesManyNamesInARow() {
        RefPattern pattern = new RefPattern("refs/heads/*");

        assertThat(List.of("refs/heads/a", "refs/tags/a", "refs/heads/b"))
                .map(ref -> pattern.matches(new GitRef(ref)))
                .containsExactly(true, false, true);
    }
}
