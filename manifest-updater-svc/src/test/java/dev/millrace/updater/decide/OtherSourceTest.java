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
import dev.millrace.updater.policy.PlaceRules;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.policy.Promotion;
import dev.millrace.updater.policy.Selection;
import dev.millrace.updater.policy.Verification;
import dev.millrace.updater.policy.Versions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images of other repositories than the current one: a committer can write any date into a commit. */
class OtherSourceTest {
    private static final ImageName IMAGE = new ImageName("reg.example/shop/web");
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");
    private static final String OWN = "git.example/shop/web";
    private static final String OTHER = "git.example/attack/evil";

    @ParameterizedTest(name = "{0} at {1} after {2} at 0, source {3}: {4}")
    @CsvSource({
        "git.example/shop/web, 1, git.example/shop/web, , WRITE",
        "git.example/shop/web, -1, git.example/shop/web, , NOT_NEWER",
        "git.example/attack/evil, 999999, git.example/shop/web, , OTHER_SOURCE",
        "git.example/attack/evil, -1, git.example/shop/web, , OTHER_SOURCE",
        ", 999999, git.example/shop/web, , OTHER_SOURCE",
        "git.example/shop/web, 1, , , WRITE",
        "git.example/shop/web, -1, , , NOT_NEWER",
        ", 1, , , WRITE",
        ", -1, , , NOT_NEWER",
        "git.example/attack/evil, 999999, git.example/shop/web, git.example/shop/web, SOURCE_NOT_ALLOWED",
        "git.example/shop/web, -1, git.example/attack/evil, git.example/shop/web, WRITE",
        "git.example/shop/web, -1, git.example/shop/web, git.example/shop/web, NOT_NEWER"
    })
    void timesAreComparedWithinOneRepositoryOnly(
            @Nullable String repository,
            long seconds,
            @Nullable String current,
            @Nullable String named,
            String expected) {
        Policies policies = policies(new Selection.Newest(), named);

        Decision decision = UpdateDecider.decide(
                update(repository, seconds, "t2", 'b'), policies, BranchState.written(written(current)));

        assertThat(word(decision)).isEqualTo(expected);
    }

    @Test
    void theReasonNamesTheSourceAndTheNextStep() {
        Policies policies = policies(new Selection.Newest(), null);
        UpdateRequested update = update(OTHER, 9, "t2", 'b');

        Decision.Leave leave =
                (Decision.Leave) UpdateDecider.decide(update, policies, BranchState.written(written(OWN)));

        assertThat(Holdback.reason(leave, policies.all().getFirst(), update).orElseThrow())
                .startsWith("built from " + OTHER + ", another source")
                .endsWith("POST /policies/web/release?digest=" + update.digest());
    }

    @Test
    void aReleaseDecidesBetweenTwoThatNoTimeOrders() {
        Policies policies = policies(new Selection.Newest(), null);
        UpdateRequested other = update(OTHER, 9, "t2", 'b');
        UpdateRequested older = update(OWN, -9, "t2", 'c');
        BranchState released = new BranchState(
                written(OWN), Map.of(), Set.of(), Map.of("web", Set.of(other.digest(), older.digest())));

        assertThat(word(UpdateDecider.decide(other, policies, released))).isEqualTo("WRITE");
        assertThat(word(UpdateDecider.decide(older, policies, released))).isEqualTo("NOT_NEWER");
    }

    @Test
    void theSameHoldsForAValueThatAUserWrote() {
        Policies policies = policies(new Selection.Newest(), null);
        PresentVersion present =
                new PresentVersion(new Tag("t1"), Optional.empty(), Optional.of(BuildInfo.of(source(OWN, 0), NOON)));
        BranchState branchState = new BranchState(WrittenUpdates.NONE, Map.of("web", present), Set.of());

        assertThat(word(UpdateDecider.decide(update(OTHER, 9, "t2", 'b'), policies, branchState)))
                .isEqualTo("OTHER_SOURCE");
    }

    @Test
    void anotherImageWithTheSameTagTellsNothingOfTheOneInTheFiles() {
        Policies policies = policies(new Selection.Newest(), null);
        WrittenUpdate ours = written(OWN).all().getFirst();
        WrittenUpdate api = new WrittenUpdate(
                ours.commit(),
                "api",
                ours.chain(),
                ours.event(),
                new ImageName("reg.example/shop/api"),
                ours.tag(),
                ours.digest(),
                BuildInfo.of(source(OTHER, 0), NOON),
                Optional.empty());
        PresentVersion present = new PresentVersion(ours.tag(), Optional.empty(), Optional.empty());
        BranchState branchState =
                new BranchState(new WrittenUpdates(List.of(api, ours)), Map.of("web", present), Set.of());

        assertThat(word(UpdateDecider.decide(update(OWN, 9, "t2", 'b'), policies, branchState)))
                .isEqualTo("WRITE");
    }

    @Test
    void versionsAreOrderedByTheirNumbersAndTheSameVersionByNothingElse() {
        Policies policies = policies(new Selection.SemVer("*", false), null);
        BranchState branchState = BranchState.written(written(OWN));

        assertThat(word(UpdateDecider.decide(update(OTHER, 9, "t2", 'b'), policies, branchState)))
                .isEqualTo("TAG_NOT_WANTED");
        assertThat(word(UpdateDecider.decide(update(OTHER, 9, "1.0.0", 'b'), policies, branchState)))
                .isEqualTo("OTHER_SOURCE");
        assertThat(word(UpdateDecider.decide(update(OTHER, 9, "0.9.0", 'b'), policies, branchState)))
                .isEqualTo("NOT_NEWER");
    }

    @Test
    void ofSeveralUpdatesOneOfAnotherRepositoryDoesNotTakeThePlaceOfTheCurrentOne() {
        Policies policies = policies(new Selection.Newest(), null);
        List<UpdateRequested> updates =
                List.of(update(OTHER, 999, "t2", 'b'), update(OWN, 1, "t3", 'c'), update(OTHER, 9_999, "t4", 'd'));

        List<Decision> decisions = UpdateDecider.decide(updates, policies, BranchState.written(written(OWN)));

        assertThat(decisions.stream().map(OtherSourceTest::word))
                .containsExactly("OTHER_SOURCE", "WRITE", "OTHER_SOURCE");
    }

    @Test
    void theFloorIsOfTheSourceThatThePolicyNames() {
        WrittenUpdates history = new WrittenUpdates(List.of(
                written(OTHER, 5).all().getFirst(), written(OWN, 3).all().getFirst()));

        assertThat(history.floor(policies(new Selection.Newest(), OWN).all().getFirst()))
                .isEqualTo(Optional.of(written(OWN, 3).all().getFirst()));
        assertThat(history.floor(policies(new Selection.Newest(), null).all().getFirst()))
                .isEqualTo(Optional.of(written(OTHER, 5).all().getFirst()));
    }

    private static String word(Decision decision) {
        return decision instanceof Decision.Leave(Decision.Reason reason) ? reason.name() : "WRITE";
    }

    private static Policies policies(Selection selection, @Nullable String source) {
        Verification verification = new Verification(
                Optional.ofNullable(source).map(RepositoryId::new), Optional.empty(), Optional.empty());
        Versions versions =
                new Versions(List.of(), false, Optional.empty(), selection, false, Optional.empty(), verification);
        return Policies.of(
                List.of(new Policy("web", IMAGE, versions, PlaceRules.MARKERS, Promotion.NONE, Policy.DEFAULT_GROUP)));
    }

    private static Optional<Source> source(@Nullable String repository, long seconds) {
        return Optional.ofNullable(repository)
                .map(name -> new Source(
                        new RepositoryId(name),
                        new CommitId(
                                "%040x".formatted(Duration.ofSeconds(seconds).hashCode() & 0xFFFF)),
                        GitRef.branch(seconds < 0 ? "old" : seconds == 0 ? "main" : "next"),
                        NOON.plusSeconds(seconds),
                        1));
    }

    private static UpdateRequested update(@Nullable String repository, long seconds, String tag, char digest) {
        return new UpdateRequested(
                new RepositoryId("git.example/shop/config"),
                GitRef.branch("main"),
                "web",
                "",
                UpdateRequested.Kind.IMAGE,
                IMAGE,
                new Tag(tag),
                new Digest("sha256:" + String.valueOf(digest).repeat(64)),
                NOON,
                Optional.of(NOON.plusSeconds(seconds)),
                source(repository, seconds),
                Optional.empty(),
                EventId.of("image.built", tag),
                NOON);
    }

    private static WrittenUpdates written(@Nullable String repository) {
        return written(repository, 0);
    }

    private static WrittenUpdates written(@Nullable String repository, long seconds) {
        return new WrittenUpdates(List.of(new WrittenUpdate(
                new CommitId("a".repeat(40)),
                "web",
                ChainId.of(new RepositoryId(OWN), new CommitId("a".repeat(40))),
                EventId.of("image.built", "written"),
                IMAGE,
                new Tag("1.0.0"),
                new Digest("sha256:" + Long.toString(seconds).repeat(64)),
                BuildInfo.of(source(repository, seconds), NOON.plusSeconds(seconds)),
                Optional.empty())));
    }
}
