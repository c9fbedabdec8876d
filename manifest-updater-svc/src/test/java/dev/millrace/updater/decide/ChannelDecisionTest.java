package dev.millrace.updater.decide;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A channel whose tag moves from image to image, and back. */
class ChannelDecisionTest {
    private static final RepositoryId CONFIG = new RepositoryId("git.example/shop/config");
    private static final ImageName IMAGE = new ImageName("reg.example/shop/web");
    private static final Tag STABLE = new Tag("stable");
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");
    private static final Policies POLICIES = Policies.of(List.of(new Policy(
            "web",
            IMAGE,
            new Versions(
                    List.of(),
                    false,
                    Optional.empty(),
                    new Selection.Channel(STABLE),
                    true,
                    Optional.empty(),
                    Verification.NONE),
            PlaceRules.MARKERS,
            Promotion.NONE,
            Policy.DEFAULT_GROUP)));

    @Test
    void aTagThatReturnsToItsFirstImageIsFollowed() {
        BranchState branchState = BranchState.written(new WrittenUpdates(List.of(written('b', 2), written('a', 1))));

        assertThat(decide(update('a', 3), branchState)).isInstanceOf(Decision.Write.class);
    }

    @Test
    void aLateRepeatedEventIsNotFollowed() {
        BranchState branchState = BranchState.written(new WrittenUpdates(List.of(written('b', 2), written('a', 1))));

        assertThat(decide(update('a', 1), branchState)).isEqualTo(new Decision.Leave(Decision.Reason.NOT_NEWER));
        assertThat(decide(update('b', 2), branchState)).isInstanceOf(Decision.Done.class);
    }

    private static Decision decide(UpdateRequested update, BranchState branchState) {
        return UpdateDecider.decide(update, POLICIES, branchState);
    }

    private static EventId event(char digest) {
        return EventId.of("image.built", IMAGE.value(), String.valueOf(digest));
    }

    private static Digest digest(char digest) {
        return new Digest("sha256:" + String.valueOf(digest).repeat(64));
    }

    private static UpdateRequested update(char digest, long pushedAfter) {
        return new UpdateRequested(
                CONFIG,
                GitRef.branch("main"),
                "web",
                "",
                UpdateRequested.Kind.IMAGE,
                IMAGE,
                STABLE,
                digest(digest),
                NOON.plusSeconds(pushedAfter),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                event(digest),
                NOON);
    }

    private static WrittenUpdate written(char digest, long pushedAfter) {
        return new WrittenUpdate(
                new CommitId(String.valueOf(digest).repeat(40)),
                "web",
                ChainId.of(CONFIG, new CommitId("c".repeat(40))),
                event(digest),
                IMAGE,
                STABLE,
                digest(digest),
                new BuildInfo.External(NOON.plusSeconds(pushedAfter)),
                Optional.empty());
    }
}
