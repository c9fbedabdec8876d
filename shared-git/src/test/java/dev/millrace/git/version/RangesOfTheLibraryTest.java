package dev.millrace.git.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Ranges mean what they mean in the library: its own results, for each range and each version of a table. */
class RangesOfTheLibraryTest {
    private static final List<String> LINES = lines();
    private static final List<Version> VERSIONS = List.of(LINES.getFirst().split(" ", -1)).stream()
            .map(text -> Version.parse(text).orElseThrow())
            .toList();

    private static List<String> lines() {
        try (var table = Objects.requireNonNull(RangesOfTheLibraryTest.class.getResourceAsStream("ranges.tsv"))) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("# "))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String[]> rows(boolean refused) {
        return LINES.stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .filter(row -> row[1].equals("refused") == refused)
                .toList();
    }

    @Test
    void everyRangeAcceptsTheVersionsThatItAcceptsThere() {
        List<String> different = new ArrayList<>();
        for (String[] row : rows(false)) {
            for (boolean preReleases : List.of(false, true)) {
                String expected = row[preReleases ? 2 : 1];
                String actual = results(new VersionRange(row[0], preReleases));
                if (!actual.equals(expected)) {
                    different.add(row[0] + " " + preReleases + ": " + differences(expected, actual));
                }
            }
        }

        assertThat(different).isEmpty();
        assertThat(rows(false)).hasSizeGreaterThan(400);
    }

    @Test
    void whatIsNoRangeThereIsNone() {
        List<String[]> rows = rows(true);

        assertThat(rows).hasSizeGreaterThan(100).allSatisfy(row -> assertThatIllegalArgumentException()
                .as(row[0])
                .isThrownBy(() -> VersionRange.of(row[0])));
    }

    private static String results(VersionRange range) {
        StringBuilder results = new StringBuilder();
        VERSIONS.forEach(version -> results.append(range.accepts(version) ? '1' : '0'));
        return results.toString();
    }

    private static List<String> differences(String expected, String actual) {
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < VERSIONS.size(); i++) {
            if (expected.charAt(i) != actual.charAt(i)) {
                differences.add(VERSIONS.get(i) + " is " + expected.charAt(i));
            }
        }
        return differences;
    }
}
