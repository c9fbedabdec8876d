package dev.millrace.updater.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Source;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of two images was made later. */
class BuiltTest {
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
        Built mine = new Built.FromSource(source(ref, sequence, seconds));
        Built theirs = new Built.FromSource(source(otherRef, otherSequence, otherSeconds));

        assertThat(mine.isNewerThan(theirs)).isEqualTo(newer);
    }

    @Test
    void foreignImagesAreOrderedByTheirOwnTime() {
        assertThat(new Built.Foreign(NOON.plusSeconds(1)).isNewerThan(new Built.Foreign(NOON)))
                .isTrue();
        assertThat(new Built.Foreign(NOON).isNewerThan(new Built.Foreign(NOON))).isFalse();
        assertThat(new Built.Foreign(Instant.EPOCH).isNewerThan(new Built.Foreign(NOON)))
                .isFalse();
    }

    @Test
    void whatTrailersSayIsReadBack() {
        Built built = new Built.FromSource(source("main", 7, 0));
        Built foreign = new Built.Foreign(NOON);

        assertThat(Built.parse(built.sourceText(), built.builtText())).contains(built);
        assertThat(Built.parse(foreign.sourceText(), foreign.builtText())).contains(foreign);
        assertThat(Built.parse("none", "refs/heads/main x y")).isEmpty();
    }

    @Test
    void aReleaseIsNewerThanWhatABranchHadOfItsCommit() {
        Source branch = source("main", 4, 0);
        Source release = new Source(
                branch.repository(), branch.commit(), GitRef.tag("1.2.3"), branch.committedAt(), branch.sequence());

        assertThat(new Built.FromSource(release).isNewerThan(new Built.FromSource(branch)))
                .isTrue();
        assertThat(new Built.FromSource(branch).isNewerThan(new Built.FromSource(release)))
                .isFalse();
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
