package dev.millrace.git.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionRangeTest {

    @ParameterizedTest(name = "{0} accepts {1}")
    @CsvSource({
        ">=1.2.0 <2, v1.10.0",
        "'>=1.2.0, <2', 1.2.0",
        "1.x || 3.x, 3.0.1",
        "1.2.3 - 2.0.0, 1.9",
        "*, v7",
        ">=2.0.300-0, 2.0.330-63-g0a1b2c3d4",
        ">=1.2.0-0, 1.3.0-rc.1",
        "^2.0.0-alpha, 2.0.0-beta.2",
        "~3.3.x-0, 3.3.1-SNAPSHOT.2",
        "'=> 1.1, =< 2', 2.0.0",
        ">=2024.01, 2024.02.15",
        ">=20240101000000, 20240115103000.0.0"
    })
    void aVersionIsInTheRange(String range, String version) {
        assertThat(accepts(range, version)).isTrue();
    }

    @ParameterizedTest(name = "{0} does not accept {1}")
    @CsvSource({
        ">=1.2.0 <2, 2.0.0",
        "^1.2, 1.1.9",
        "^0, 1.1.4",
        ">=1, 1.2.0-rc.1",
        "*, 1.0.0-alpha",
        ">=1.2.0-0 <2, 2.1.0-rc.1",
        "1.x || >=2.0.0-0 <3, 1.5.0-rc.1",
        "~3.3.x-0, 3.4.0-SNAPSHOT.1",
        "'>=1.1, !=1.2.x', 1.2.9"
    })
    void aVersionIsNotInTheRange(String range, String version) {
        assertThat(accepts(range, version)).isFalse();
    }

    /** The equivalences that the library's documentation states, at both of their ends. */
    @ParameterizedTest(name = "{0}: from {1} below {2}")
    @CsvSource({
        "1.2 - 1.4.5, 1.2.0, 1.4.6",
        "2.3.4 - 4.5, 2.3.4, 4.6.0",
        "1.2.x, 1.2.0, 1.3.0",
        "1.2.X, 1.2.0, 1.3.0",
        "1.2.*, 1.2.0, 1.3.0",
        "1.2, 1.2.0, 1.3.0",
        ">= 1.2.x, 1.2.0, 999.0.0",
        "<= 2.x, 0.0.0, 3.0.0",
        "*, 0.0.0, 999.0.0",
        "~1.2.3, 1.2.3, 1.3.0",
        "~1, 1.0.0, 2.0.0",
        "~2.3, 2.3.0, 2.4.0",
        "~1.2.x, 1.2.0, 1.3.0",
        "~1.x, 1.0.0, 2.0.0",
        "~>1.2.3, 1.2.3, 1.3.0",
        "^1.2.3, 1.2.3, 2.0.0",
        "^1.2.x, 1.2.0, 2.0.0",
        "^2.3, 2.3.0, 3.0.0",
        "^2.x, 2.0.0, 3.0.0",
        "^0.2.3, 0.2.3, 0.3.0",
        "^0.2, 0.2.0, 0.3.0",
        "^0.0.3, 0.0.3, 0.0.4",
        "^0.0, 0.0.0, 0.1.0",
        "^0, 0.0.0, 1.0.0"
    })
    void aShorthandIsEquivalentToItsBounds(String range, String from, String below) {
        Version end = version(below);

        assertThat(accepts(range, from)).isTrue();
        assertThat(accepts(range, below)).isEqualTo(end.major().intValue() == 999);
        assertThat(accepts(range, from + "-rc.1")).isFalse();
        assertThat(accepts(range, below + "-rc.1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "newest",
                ">=a",
                "",
                "1 !",
                "1.0.0p",
                "x1",
                "-1",
                "1x",
                "V1",
                ">1<2",
                "1.2.3.4",
                "1 - 2 - 3",
                "1,,2",
                "|| 1",
                "1.2.3-01",
                "==1"
            })
    void anInvalidRangeIsRejectedWhenItIsRead(String text) {
        assertThatThrownBy(() -> VersionRange.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a range of versions, such as '>=1.2.0 <2': " + text + ";");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                ">=1.2 <2p; 'p' is no comparison",
                "1 ||; a comparison is missing",
                ">=0 1 - 2; write a comma before '1 - 2'",
                "1.2.3-beta.01; '1.2.3-beta.01' is no comparison"
            })
    void theInvalidPartIsNamed(String text, String reason) {
        assertThatThrownBy(() -> VersionRange.of(text)).hasMessageContaining(reason);
    }

    @Test
    void aRangeAboveTheLimitIsRejectedUnread() {
        assertThatThrownBy(() -> VersionRange.of("1 ".repeat(100_000)))
                .hasMessage("a version range has at most 512 characters");
        assertThatThrownBy(() -> VersionRange.of("1||".repeat(32) + "1"))
                .hasMessage("a version range has at most 32 alternatives");
    }

    @Test
    void preReleasesAreAcceptedByEveryAlternativeIfTheCallerAcceptsThem() {
        VersionRange range = new VersionRange("1.x || 2.0", true);

        assertThat(range.accepts(version("1.2.0-rc.1"))).isTrue();
        assertThat(range.accepts(version("2.0.1-beta"))).isTrue();
        assertThat(range.accepts(version("2.1.0-beta"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nightly", "1.2.3.4", "v", "release-1", "18446744073709551616.0.0", "1.2.3-01", "1.2.3_4"})
    void otherTagsAreNotVersions(String tag) {
        assertThat(Version.parse(tag)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"v1.2, 1.2.0", "1.2.3-rc.1+b.2, 1.2.3-rc.1+b.2", "2024.01.15, 2024.01.15", "3, 3.0.0"})
    void theTextOfAVersionHasAllNumbersAsTheyAreWritten(String tag, String text) {
        assertThat(version(tag).text()).isEqualTo(text);
    }

    private static boolean accepts(String range, String version) {
        return VersionRange.of(range).accepts(version(version));
    }

    private static Version version(String text) {
        return Version.parse(text).orElseThrow();
    }
}
