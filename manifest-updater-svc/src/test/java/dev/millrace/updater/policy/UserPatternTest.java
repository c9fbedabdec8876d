package dev.millrace.updater.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.events.value.Tag;
import dev.millrace.updater.policy.path.PathGlob;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions of users: what they can be, and that none takes long. */
class UserPatternTest {
    static final List<Arguments> REFUSED = List.of(
            Arguments.of("a".repeat(513), "at most 512 characters"),
            Arguments.of("(a{1000}){1000}", "too large"),
            Arguments.of("(((a{100}){100}){100})", "too large"),
            Arguments.of("((a{1,9}){1,9}){1,9}{1,9}", "too large"),
            Arguments.of("(a{1000}\\Q(\\E){1000}", "too large"),
            Arguments.of("(a{1000}[)]){1000}", "too large"),
            Arguments.of("(a{1000}[]()]){1000}", "too large"),
            Arguments.of("(a{1000}[[:alpha:]()]){1000}", "too large"),
            Arguments.of("(a{1000}\\)){1000}", "too large"),
            Arguments.of("(".repeat(60) + "a" + ")".repeat(60), "too deep"),
            Arguments.of("(?<=v)1", "no lookaround"),
            Arguments.of("(?<!v)1", "no lookaround"),
            Arguments.of("(?=v)1", "no lookaround"),
            Arguments.of("(?!v)1", "no lookaround"),
            Arguments.of("(a)\\1", "no backreferences"),
            Arguments.of("(?<a>a)\\k<a>", "no backreferences"),
            Arguments.of("(?>a)", "not a regular expression"),
            Arguments.of("a*+", "not a regular expression"),
            Arguments.of("a{2000}", "not a regular expression"),
            Arguments.of("[a", "not a regular expression"),
            Arguments.of("(a", "not a regular expression"));

    @ParameterizedTest(name = "{0}: {1}")
    @FieldSource("REFUSED")
    void whatIsTooLargeOrNotInTheSyntaxIsRefused(String text, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UserPattern.compile(text, 0))
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^v(?<version>.+)$",
                "^v(?P<version>.+)$",
                "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
                "(?i)^release-[[:alnum:]_.-]{1,100}$",
                "a{,3}b{c}",
                "\\Qa(b\\E{3}",
                "[]a](b)[^]]",
                "x{1000}"
            })
    void anOrdinaryExpressionIsAccepted(String text) {
        assertThat(UserPattern.compile(text, 0).pattern()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"^(?:(?:[a-z]+)+)+$", "^(a|aa)+$", "^(a*)*$", "(.*a){40}b", "^(?:a?){100}a{100}!$"})
    void aTagThatAlmostMatchesIsNotMatched(String text) {
        TagFilter filter = new TagFilter(UserPattern.compile(text, 0), Optional.empty());

        assertThat(filter.comparable(new Tag("a".repeat(127) + "_"))).isEmpty();
    }

    @Test
    void aPathPatternWithManyStarsMatchesALongPathOnce() {
        PathGlob glob = new PathGlob("**/a".repeat(40) + "/**/b.yaml");

        assertThat(glob.matches("a/".repeat(5_000) + "c.yaml")).isFalse();
        assertThat(glob.matches("a/".repeat(5_000) + "b.yaml")).isTrue();
    }
}
