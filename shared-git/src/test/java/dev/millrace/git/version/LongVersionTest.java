package dev.millrace.git.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Texts of strangers that make a careless expression recurse or backtrack. */
class LongVersionTest {
    private static final int LENGTH = 100_000;

    static final List<String> VERSIONS = List.of(
            "1.2.3-" + "a.".repeat(LENGTH / 2) + "a",
            "1.2.3-" + "1".repeat(LENGTH),
            "1.2.3+" + "b.".repeat(LENGTH / 2) + "b",
            "1".repeat(LENGTH),
            "1." + "0".repeat(LENGTH) + ".0",
            "v" + "1.".repeat(LENGTH / 2),
            "1.2.3-" + "-".repeat(LENGTH));

    static final List<String> RANGES = List.of(
            "1".repeat(200) + "!",
            "1.".repeat(100) + "!",
            "1 ".repeat(100) + "!",
            "1-".repeat(100) + "!",
            ">=1||".repeat(40) + "!",
            "1".repeat(LENGTH),
            " ".repeat(LENGTH));

    @ParameterizedTest
    @FieldSource("VERSIONS")
    void aTextFarLongerThanAVersionIsNone(String text) {
        assertThat(Version.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("RANGES")
    void anInvalidRangeIsRejectedHoweverManyWaysThereAreToReadIt(String text) {
        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(1), () -> assertThatIllegalArgumentException()
                .isThrownBy(() -> new VersionRange(text, true)));
    }
}
