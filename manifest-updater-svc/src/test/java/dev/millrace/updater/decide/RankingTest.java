package dev.millrace.updater.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.policy.Selection;
import dev.millrace.updater.policy.TagFilter;
import dev.millrace.updater.policy.Verification;
import dev.millrace.updater.policy.Versions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tags that are versions, and the order of images, for each kind of selection. */
class RankingTest {
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");

    @ParameterizedTest(name = "{0} is newer than {1} in {2}: {3}")
    @CsvSource(
            delimiter = ';',
            value = {
                "1.2.4; 1.2.3; *; true",
                "1.10.0; 1.9.0; *; true",
                "v1.10.0; v1.9.0; *; true",
                "v1.10.0; 1.9.0; *; true",
                "1.2.3; 1.2.3; *; false",
                "1.2.2; 1.2.3; *; false",
                "1.10; 1.9; *; true",
                "2; 1.9.9; *; true",
                "1.2.3; latest; *; true",
                "1.9.0; 3.0.0; <2; false",
                "1.2.3; 1.2.3-rc.1; *; true",
                "1.2.3+b2; 1.2.3+b1; *; false"
            })
    void semanticVersionsAreOrderedByPrecedence(String one, String other, String range, boolean newer) {
        Ranking ranking = ranking(new Selection.SemVer(range, false));

        assertThat(ranking.isNewer(tagged(one.replace('+', '_')), tagged(other.replace('+', '_'))))
                .isEqualTo(newer);
    }

    @ParameterizedTest(name = "{0} before {1}")
    @CsvSource({
        "1.0.0-alpha, 1.0.0-alpha.1",
        "1.0.0-alpha.1, 1.0.0-alpha.beta",
        "1.0.0-alpha.beta, 1.0.0-beta",
        "1.0.0-beta, 1.0.0-beta.2",
        "1.0.0-beta.2, 1.0.0-beta.11",
        "1.0.0-beta.11, 1.0.0-rc.1",
        "1.0.0-rc.1, 1.0.0",
        "1.0.0-rc10, 1.0.0-rc9"
    })
    void preReleasesAreOrderedByTheSpecification(String older, String newer) {
        Ranking ranking = ranking(new Selection.SemVer("*", true));

        assertThat(ranking.isNewer(tagged(newer), tagged(older))).isTrue();
        assertThat(ranking.isNewer(tagged(older), tagged(newer))).isFalse();
    }

    @ParameterizedTest(name = "{0} in {1}, with pre-releases {2}: {3}")
    @CsvSource(
            delimiter = ';',
            value = {
                "1.2.3; >=1.0.0 <2; false; true",
                "1.2.3; >=1.0, <2.0; false; true",
                "2.0.0; >=1.0.0 <2; false; false",
                "1.9.9; ^1.2; false; true",
                "1.1.9; ^1.2; false; false",
                "1.2.9; ~1.2.3; false; true",
                "1.3.0; ~1.2.3; false; false",
                "2.5.0; 1.x || >=2.5; false; true",
                "1.5.0; 1.2 - 1.6; false; true",
                "v1.2.3; 1.2.x; false; true",
                "1.2.3-rc.1; *; false; false",
                "1.2.3-rc.1; >=1.2.0; false; false",
                "1.2.3-rc.1; >=1.2.0; true; true",
                "latest; *; false; false",
                "1.2.3.4; *; false; false",
                "2024.01.15; >=2024; false; true",
                "20240115103000.0.0; >=20240101000000; false; true",
                "1.2.3_up1; *; false; false",
                "1.3.0-rc.1; >=1.2.0-0; false; true"
            })
    void aTagCountsIfItIsAVersionInTheRange(String tag, String range, boolean preReleases, boolean counts) {
        assertThat(ranking(new Selection.SemVer(range, preReleases)).counts(new Tag(tag)))
                .isEqualTo(counts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", ">", "newest", "1.0 and 2.0", ">=a"})
    void anInvalidRangeIsRejected(String range) {
        assertThatThrownBy(() -> new Selection.SemVer(range, false)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void numbersAreOrderedAsNumbers() {
        Ranking ascending = ranking(new Selection.Numerical(false));
        Ranking descending = ranking(new Selection.Numerical(true));

        assertThat(ascending.isNewer(tagged("10"), tagged("9"))).isTrue();
        assertThat(descending.isNewer(tagged("10"), tagged("9"))).isFalse();
        assertThat(descending.isNewer(tagged("9"), tagged("10"))).isTrue();
        assertThat(ascending.counts(new Tag("20240627.1"))).isTrue();
        assertThat(ascending.counts(new Tag("b10"))).isFalse();
    }

    @Test
    void textsAreOrderedByCharacter() {
        Ranking ascending = ranking(new Selection.Alphabetical(false));

        assertThat(ascending.isNewer(tagged("RELEASE.2024-06-28"), tagged("RELEASE.2024-06-27")))
                .isTrue();
        assertThat(ascending.isNewer(tagged("9"), tagged("10"))).isTrue();
        assertThat(ranking(new Selection.Alphabetical(true)).isNewer(tagged("a"), tagged("b")))
                .isTrue();
    }

    @Test
    void theFilterSelectsThePartOfATagThatIsCompared() {
        TagFilter filter = new TagFilter(Pattern.compile("^main-[0-9a-f]+-(?<ts>[0-9]+)$"), Optional.of("$ts"));
        Ranking ranking = new Ranking(versions(new Selection.Numerical(false), Optional.of(filter)));

        assertThat(ranking.counts(new Tag("main-abc123-1700000001"))).isTrue();
        assertThat(ranking.counts(new Tag("dev-abc123-1700000001"))).isFalse();
        assertThat(ranking.isNewer(tagged("main-aaa-11"), tagged("main-fff-9"))).isTrue();
    }

    @Test
    void aChannelFollowsTheLastMoveOfItsTag() {
        Ranking ranking = ranking(new Selection.Channel(new Tag("stable")));

        assertThat(ranking.counts(new Tag("edge"))).isFalse();
        assertThat(ranking.isNewer(moved("stable", 'b', 2), moved("stable", 'a', 1)))
                .isTrue();
        assertThat(ranking.isNewer(moved("stable", 'b', 1), moved("stable", 'a', 2)))
                .isFalse();
        assertThat(ranking.isNewer(moved("stable", 'a', 2), moved("stable", 'a', 1)))
                .isFalse();
    }

    @Test
    void aVersionPushedAgainIsNewerByItsBuildOrder() {
        Ranking ranking = ranking(new Selection.SemVer("*", false));

        assertThat(ranking.isNewer(moved("1.2.3", 'b', 2), moved("1.2.3", 'a', 1)))
                .isTrue();
        assertThat(ranking.isNewer(moved("1.2.3", 'b', 1), moved("1.2.3", 'a', 2)))
                .isFalse();
    }

    private static Candidate tagged(String tag) {
        return new Candidate(new Tag(tag), Optional.empty(), Optional.empty());
    }

    private static Candidate moved(String tag, char digest, long seconds) {
        return new Candidate(
                new Tag(tag),
                Optional.of(new Digest("sha256:" + String.valueOf(digest).repeat(64))),
                Optional.of(new BuildInfo.External(NOON.plusSeconds(seconds))));
    }

    private static Ranking ranking(Selection selection) {
        return new Ranking(versions(selection, Optional.empty()));
    }

    private static Versions versions(Selection selection, Optional<TagFilter> filter) {
        return new Versions(List.of(), false, filter, selection, false, Optional.empty(), Verification.NONE);
    }
}
