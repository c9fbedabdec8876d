package dev.millrace.updater.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.re2j.Pattern;
import dev.millrace.events.value.Tag;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The compared part of a tag: patterns and templates mean what they mean in Go. */
class TagFilterTest {

    @ParameterizedTest(name = "{0} with {1} on {2}: {3}")
    @CsvSource({
        "^v(?<version>.+)$, $version, v1.2.3, 1.2.3",
        "^v(?P<version>.+)$, ${version}x, v1.2.3, 1.2.3x",
        "^v(.+)-(.+)$, $2.$1, v1-2, 2.1",
        "^v(.+)$, $0, v1, v1",
        "^v(.+)$, ${0}, v1, v1",
        "^v(a)?(b)?$, x${1}y$2, vb, xyb",
        "^v(?<a1>.+)$, $a1$a1, v1, 11",
        "^rel-(\\d+)$, ${1}, rel-10, 10",
        "^rel-(\\d+)$, ${1}0, rel-10, 100",
        "^(\\d)(\\d)(\\d)(\\d)(\\d)(\\d)(\\d)(\\d)(\\d)(\\d)(\\d)$, $11, 12345678901, 1",
        "^[a-fA-F0-9]+-(?P<build_number>[0-9]+)$, $build_number, fff000-123, 123",
        "^(?P<_a>x)-(?P<b_>y)$, ${_a}$b_, x-y, xy",
        "^(?P<major>\\d+)_(?P<minor>\\d+)$, $major.$minor, 3_4, 3.4",
        "^v(.+)$, $$$1, v1, $1",
        "main-(\\d+), $1, at-main-7-x, 7",
        "^build-(?P<n>[[:digit:]]+)$, $n, build-10, 10",
        "^([[:alpha:]]+)-([[:xdigit:]]{3})$, $2.$1, ab-1fF, 1fF.ab",
        "^([^[:alpha:]]+)$, $1, 1.2, 1.2",
        "^([[:^digit:].]+)-(\\d+)$, $2, a.b-1, 1",
        "^([[:lower:][:digit:]_]+)-([[:upper:]]+)$, $1, a_1-RC, a_1",
        "^v([\\w.]+)$, $1, v1_2.3, 1_2.3",
        "^(?i)V(.+)$, $1, v1, 1",
        "^(?P<y>\\d{4})(?P<m>\\d{2})$, ${y}.${m}.0, 202401, 2024.01.0"
    })
    void aPartOfTheTagIsExtracted(String pattern, String extract, String tag, String part) {
        TagFilter filter = new TagFilter(UserPattern.compile(pattern, 0), Optional.of(extract));

        assertThat(filter.comparable(new Tag(tag))).contains(part);
    }

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource({
        "^build-([[:digit:]]+)$, build-digit",
        "^([[:alpha:]]+)$, a1",
        "^([[:upper:]]+)$, rc",
        "^([[:^alpha:]]+)$, alpha",
        "^([[:punct:]]+)$, a",
        "^([[:space:]])$, s"
    })
    void aClassOfCharactersIsNotTheLettersOfItsName(String pattern, String tag) {
        TagFilter filter = new TagFilter(UserPattern.compile(pattern, 0), Optional.of("$1"));

        assertThat(filter.comparable(new Tag(tag))).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "$other; no group named other",
                "${other}; no group named other",
                "$2; no group named 2",
                "$10; no group named 10",
                "${01}; no group named 01",
                "$version1; no group named version1",
                "$version_; no group named version_",
                "$1x; no group named 1x; write ${1}x for the group 1",
                "$; must be followed",
                "a$-; must be followed",
                "${; must be followed",
                "${}; must be followed",
                "${a-b}; must be followed"
            })
    void anExtractThatThePatternCannotGiveIsRefused(String extract, String reason) {
        Pattern pattern = UserPattern.compile("^v(?<version>.+)$", 0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TagFilter(pattern, Optional.of(extract)))
                .withMessageContaining(reason);
    }

    @Test
    void aLongExtractIsRefusedUnread() {
        Pattern pattern = UserPattern.compile("^v(.+)$", 0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TagFilter(pattern, Optional.of("$1".repeat(300))))
                .withMessage("an extract has at most 512 characters");
    }

    @Test
    void anUnusableFilterAcceptsNoTag() {
        TagFilter filter = TagFilter.unusable(UserPattern.compile(".*", 0), new TagFilter.Mistake(4, 5, "a mistake"));

        assertThat(filter.comparable(new Tag("v1"))).isEmpty();
        assertThat(filter.mistake()).contains(new TagFilter.Mistake(4, 5, "a mistake"));
    }
}
