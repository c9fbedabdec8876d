package dev.millrace.updater.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Source;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order of images by build info. */
class BuildInfoTest {
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");

    @ParameterizedTest(name = "{0} {1} {2} against {3} {4} {5}: {6}")
    @CsvSource({
        "main, 2, 0, main, 1, 0, true",
        "main, 2, -60, main, 1, 0, true",
        "main, 1, 60, main, 2, 0, false",
        "main, 1, 0, main, 1, 0, false",
        "main, 1, 60, main, 1, 0, true",
        "hotfix, 1, 60, main, 9, 0, true",
        "hotfix, 9, -60, main, 1, 0, false",
        "hotfix, 9, 0, main, 1, 0, false"
    })
    void newerIsBySequenceOnOneRefAndByCommitTimeAcrossRefs(
            String ref,
            long sequence,
            long seconds,
            String otherRef,
            long otherSequence,
            long otherSeconds,
            boolean newer) {
        BuildInfo mine = new BuildInfo.FromSource(source(ref, sequence, seconds));
        BuildInfo theirs = new BuildInfo.FromSource(source(otherRef, otherSequence, otherSeconds));

        assertThat(mine.isNewerThan(theirs)).isEqualTo(newer);
    }

    @Test
    void externalImagesAreOrderedByTheirOwnTime() {
        assertThat(new BuildInfo.External(NOON.plusSeconds(1)).isNewerThan(new BuildInfo.External(NOON)))
                .isTrue();
        assertThat(new BuildInfo.External(NOON).isNewerThan(new BuildInfo.External(NOON)))
                .isFalse();
        assertThat(new BuildInfo.External(Instant.EPOCH).isNewerThan(new BuildInfo.External(NOON)))
                .isFalse();
    }

    @Test
    void trailersAreParsedBack() {
        BuildInfo built = new BuildInfo.FromSource(source("main", 7, 0));
        BuildInfo external = new BuildInfo.External(NOON);

        assertThat(BuildInfo.parse(built.sourceText(), built.builtText())).contains(built);
        assertThat(BuildInfo.parse(external.sourceText(), external.builtText())).contains(external);
        assertThat(BuildInfo.parse("none", "refs/heads/main x y")).isEmpty();
    }

    @Test
    void aReleaseIsNewerThanABranchBuildOfTheSameCommit() {
        Source branch = source("main", 4, 0);
        Source release = new Source(
                branch.repository(), branch.commit(), GitRef.tag("1.2.3"), branch.committedAt(), branch.sequence());

        assertThat(new BuildInfo.FromSource(release).isNewerThan(new BuildInfo.FromSource(branch)))
                .isTrue();
        assertThat(new BuildInfo.FromSource(branch).isNewerThan(new BuildInfo.FromSource(release)))
                .isFalse();
    }

    @ParameterizedTest(name = "{0} is newer than {1}: {2}")
    @CsvSource({
        "v1.0.0, v1.0.0-rc.1, true",
        "v1.0.0-rc.1, v1.0.0, false",
        "v1.10.0, v1.9.0, true",
        "v1.0.0, v1.0.0, false",
        "v1.0.0, nightly-7, false",
        "nightly-7, v1.0.0, false"
    })
    void ofTwoReleasesOfACommitTheHigherVersionIsNewer(String tag, String other, boolean newer) {
        assertThat(release(tag).isNewerThan(release(other))).isEqualTo(newer);
    }

    private static BuildInfo release(String tag) {
        Source branch = source("main", 4, 0);
        return new BuildInfo.FromSource(new Source(
                branch.repository(), branch.commit(), GitRef.tag(tag), branch.committedAt(), branch.sequence()));
    }

    @ParameterizedTest(name = "{0} (rewound {1}) is newer than {2} (rewound {3}): {4}")
    @CsvSource({
        "1, 60, 9, , true",
        "9, , 1, 60, false",
        "2, 60, 1, 60, true",
        "1, 60, 2, 60, false",
        "1, 90, 9, 60, true",
        "9, 60, 1, 90, false",
        "3, 60, 1, 60, true",
        "9, , 9, 60, false",
        "9, 60, 9, , true",
        "1, 60, 1, 60, false"
    })
    void aBuildFromAfterAForcePushIsNewerThanAnyFromBefore(
            long sequence, @Nullable Long rewound, long otherSequence, @Nullable Long otherRewound, boolean newer) {
        BuildInfo mine = rewound(sequence, rewound);
        BuildInfo theirs = rewound(otherSequence, otherRewound);

        assertThat(mine.isNewerThan(theirs)).isEqualTo(newer);
        assertThat(BuildInfo.parse(mine.sourceText(), mine.builtText())).contains(mine);
    }

    @Test
    void aForcePushDoesNotDecideBetweenRefs() {
        BuildInfo hotfix = new BuildInfo.FromSource(source("hotfix", 1, 60));

        assertThat(rewound(9, 90L).isNewerThan(hotfix)).isFalse();
        assertThat(hotfix.isNewerThan(rewound(9, 90L))).isTrue();
    }

    private static BuildInfo rewound(long sequence, @Nullable Long seconds) {
        return new BuildInfo.FromSource(source("main", sequence, 0)
                .withRewoundAt(Optional.ofNullable(seconds).map(NOON::plusSeconds)));
    }

    static Source source(String ref, long sequence, long seconds) {
        return new Source(
                new RepositoryId("git.example/shop/web"),
                new CommitId(Long.toHexString(sequence).repeat(40).substring(0, 40)),
                GitRef.branch(ref),
                NOON.plusSeconds(seconds),
                sequence);
    }
}
