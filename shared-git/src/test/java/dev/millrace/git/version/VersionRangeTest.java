package dev.millrace.git.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionRangeTest {

    @ParameterizedTest(name = "{0} takes {1}")
    @CsvSource({
        ">=1.2.0 <2, v1.10.0",
        "'>=1.2.0, <2', 1.2.0",
        "^1.2, 1.9.9",
        "~1.2.3, 1.2.4",
        "1.x || 3.x, 3.0.1",
        "1.2.3 - 2.0.0, 1.9",
        "*, v7",
        ">=1.2.0-0, 1.3.0-rc.1",
        "^2.0.0-alpha, 2.0.0-beta.2"
    })
    void aVersionIsInTheRange(String range, String version) {
        assertThat(VersionRange.of(range).accepts(Version.parse(version).orElseThrow()))
                .isTrue();
    }

    @ParameterizedTest(name = "{0} does not take {1}")
    @CsvSource({">=1.2.0 <2, 2.0.0", "^1.2, 1.1.9", ">=1, 1.2.0-rc.1", "*, 1.0.0-alpha", ">=1.2.0-0 <2, 2.1.0-rc.1"})
    void aVersionIsNotInTheRange(String range, String version) {
        assertThat(VersionRange.of(range).accepts(Version.parse(version).orElseThrow()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"newest", ">=a", "", "1 !", ">=99999999999", "<2147483648 >1"})
    void anInvalidRangeIsRejectedWhenItIsRead(String text) {
        assertThatThrownBy(() -> VersionRange.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a range of versions, such as '>=1.2.0 <2': " + text);
    }

    @Test
    void aRangeAboveTheLimitIsRejectedUnread() {
        assertThatThrownBy(() -> VersionRange.of("1 ".repeat(100_000)))
                .hasMessage("a version range has at most 256 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nightly", "1.2.3.4", "v", "release-1", "99999999999.0.0", "01.2.3"})
    void otherTagsAreNotVersions(String tag) {
        assertThat(Version.parse(tag)).isEmpty();
    }
}
