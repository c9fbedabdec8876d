package dev.millrace.updater.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Source;
import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.policy.Promotion;
import dev.millrace.updater.policy.Versions;
import dev.millrace.updater.policy.Where;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateDeciderTest {
    private static final ImageName IMAGE = new ImageName("reg.example/shop/web");
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");
    private static final Policies POLICIES = policies(List.of("main", "hotfix"));

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
    void theFirstImageIsWritten() {
        assertThat(decide(update("main", 1), WrittenUpdates.NONE)).isInstanceOf(Decision.Write.class);
    }

    @Test
    void whatIsNotNewerThanTheFloorIsLeft() {
        WrittenUpdates written = new WrittenUpdates(List.of(written(3), written(5), written(4)));

        assertThat(decide(update("main", 4), written)).isInstanceOf(Decision.Done.class);
        assertThat(decide(update("main", 2), written)).isEqualTo(new Decision.Leave(Decision.Reason.NOT_NEWER));
        assertThat(decide(update("main", 6), written)).isInstanceOf(Decision.Write.class);
    }

    @Test
    void anImageOfAnotherBranchIsLeft() {
        assertThat(decide(update("feature", 9), WrittenUpdates.NONE))
                .isEqualTo(new Decision.Leave(Decision.Reason.BRANCH_NOT_ALLOWED));
    }

    @Test
    void aPolicyThatIsGoneIsLeft() {
        assertThat(UpdateDecider.decide(update("main", 1), Policies.NONE, WrittenUpdates.NONE))
                .isEqualTo(new Decision.Leave(Decision.Reason.NO_SUCH_POLICY));
    }

    @Test
    void ofSeveralTheNewestIsWrittenHoweverTheyAreShuffled() {
        List<UpdateRequested> updates = List.of(update("main", 2), update("main", 5), update("main", 3));

        List<Decision> decisions = UpdateDecider.decide(updates, POLICIES, WrittenUpdates.NONE);

        assertThat(decisions)
                .containsExactly(
                        new Decision.Leave(Decision.Reason.SUPERSEDED),
                        new Decision.Write(POLICIES.all().getFirst(), updates.get(1)),
                        new Decision.Leave(Decision.Reason.SUPERSEDED));
    }

    @Test
    void theSameUpdateTwiceIsWrittenOnce() {
        List<UpdateRequested> updates = List.of(update("main", 2), update("main", 2));

        List<Decision> decisions = UpdateDecider.decide(updates, POLICIES, WrittenUpdates.NONE);

        assertThat(decisions).filteredOn(Decision.Write.class::isInstance).hasSize(1);
    }

    private static Decision decide(UpdateRequested update, WrittenUpdates written) {
        return UpdateDecider.decide(update, POLICIES, written);
    }

    private static Policies policies(List<String> branches) {
        Versions newest = Versions.NEWEST;
        Versions ofBranches = new Versions(
                branches,
                newest.releasesOnly(),
                newest.filter(),
                newest.selection(),
                newest.pinned(),
                newest.look(),
                newest.verification());
        return Policies.of(
                List.of(new Policy("web", IMAGE, ofBranches, Where.MARKERS, Promotion.NONE, Policy.DEFAULT_GROUP)));
    }

    private static Source source(String ref, long sequence, long seconds) {
        return new Source(
                new RepositoryId("git.example/shop/web"),
                new CommitId(Long.toHexString(sequence).repeat(40).substring(0, 40)),
                GitRef.branch(ref),
                NOON.plusSeconds(seconds),
                sequence);
    }

    private static EventId event(long sequence) {
        return EventId.of("image.built", Long.toString(sequence));
    }

    private static UpdateRequested update(String ref, long sequence) {
        return new UpdateRequested(
                new RepositoryId("git.example/shop/config"),
                GitRef.branch("main"),
                "web",
                "",
                UpdateRequested.Kind.IMAGE,
                IMAGE,
                new Tag("t" + sequence),
                new Digest("sha256:" + "a".repeat(64)),
                NOON,
                Optional.empty(),
                Optional.of(source(ref, sequence, sequence)),
                Optional.empty(),
                event(sequence),
                NOON);
    }

    private static Written written(long sequence) {
        Source source = source("main", sequence, sequence);
        return new Written(
                source.commit(),
                "web",
                ChainId.of(source.repository(), source.commit()),
                event(sequence),
                IMAGE,
                new Tag("t" + sequence),
                new Digest("sha256:" + "a".repeat(64)),
                new Built.FromSource(source));
    }
}
