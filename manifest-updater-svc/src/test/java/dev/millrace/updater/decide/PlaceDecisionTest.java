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
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.policy.Promotion;
import dev.millrace.updater.policy.Selection;
import dev.millrace.updater.policy.Verification;
import dev.millrace.updater.policy.Versions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Each place of a policy is compared on its own. */
class PlaceDecisionTest {
    private static final ImageName IMAGE = new ImageName("reg.example/shop/web");
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");
    private static final Selection SEMVER = new Selection.SemVer("*", false);
    private static final Selection UP = new Selection.Numerical(false);
    private static final Selection DOWN = new Selection.Numerical(true);
    private static final Selection LETTERS = new Selection.Alphabetical(false);
    private static final Selection NEWEST = new Selection.Newest();

    /** The build times that the registry knows. */
    private static final Map<String, Instant> BUILT =
            Map.of("early", NOON.minusSeconds(60), "late", NOON.plusSeconds(60));

    static final List<Arguments> PLACES = List.of(
            Arguments.of(SEMVER, "1.4.0", "1.2.0", false),
            Arguments.of(SEMVER, "1.4.0", "1.5.0", true),
            Arguments.of(SEMVER, "1.4.0", "v1.5.0", true),
            Arguments.of(SEMVER, "1.4.0", "v1.3.9", false),
            Arguments.of(SEMVER, "1.4.0", "1.4.0", false),
            Arguments.of(SEMVER, "1.4.0", "v1.4.0", true),
            Arguments.of(SEMVER, "1.4.0", "1.4.1-rc.1", true),
            Arguments.of(SEMVER, "1.4.0", "latest", false),
            Arguments.of(UP, "10", "9", false),
            Arguments.of(UP, "10", "11", true),
            Arguments.of(DOWN, "10", "9", true),
            Arguments.of(DOWN, "10", "11", false),
            Arguments.of(LETTERS, "b", "a", false),
            Arguments.of(LETTERS, "b", "c", true),
            Arguments.of(NEWEST, "noon", "early", false),
            Arguments.of(NEWEST, "noon", "late", true),
            Arguments.of(NEWEST, "noon", "unknown", false));

    @ParameterizedTest(name = "{1} beside {2}: {3}")
    @FieldSource("PLACES")
    void aVersionThatIsNotOlderStays(Selection selection, String tag, String present, boolean stays) {
        PlaceDecision decision = new PlaceDecision(
                new Decision.Write(policy(selection), update(tag)),
                BranchState.EMPTY,
                (asked, digest) -> Optional.ofNullable(BUILT.get(asked.value())).map(BuildInfo.External::new));

        Optional<String> reason = decision.reasonToKeep(Optional.of(new Tag(present)), Optional.empty());

        assertThat(reason.isPresent()).isEqualTo(stays);
        assertThat(reason.orElse(present)).contains(present);
    }

    /** The digests that the registry or our commits know: when they were built, and as what we wrote them. */
    static final List<Arguments> DIGESTS = List.of(
            Arguments.of(SEMVER, "1.4.0", 'b', Optional.of("1.2.0"), Optional.empty(), false),
            Arguments.of(SEMVER, "1.4.0", 'b', Optional.of("1.5.0"), Optional.empty(), true),
            Arguments.of(SEMVER, "1.4.0", 'b', Optional.empty(), Optional.of(60), true),
            Arguments.of(SEMVER, "1.4.0", 'b', Optional.empty(), Optional.of(-60), false),
            Arguments.of(SEMVER, "1.4.0", 'b', Optional.empty(), Optional.empty(), false),
            Arguments.of(SEMVER, "1.4.0", 'a', Optional.empty(), Optional.of(60), false),
            Arguments.of(UP, "10", 'b', Optional.of("11"), Optional.of(-60), true),
            Arguments.of(NEWEST, "noon", 'b', Optional.empty(), Optional.of(60), true),
            Arguments.of(NEWEST, "noon", 'b', Optional.empty(), Optional.of(-60), false),
            Arguments.of(NEWEST, "noon", 'b', Optional.empty(), Optional.empty(), false),
            Arguments.of(
                    new Selection.Channel(new Tag("noon")), "noon", 'b', Optional.empty(), Optional.of(60), false));

    @ParameterizedTest(name = "{1} beside a digest written as {3}, built at {4}: {5}")
    @FieldSource("DIGESTS")
    void aDigestAloneThatIsNotOlderStays(
            Selection selection,
            String tag,
            char digest,
            Optional<String> written,
            Optional<Integer> built,
            boolean stays) {
        Digest present = new Digest("sha256:" + String.valueOf(digest).repeat(64));
        WrittenUpdates ours = new WrittenUpdates(
                written.map(as -> written(new Tag(as), present)).stream().toList());
        PlaceDecision decision = new PlaceDecision(
                new Decision.Write(policy(selection), update(tag)),
                BranchState.written(ours),
                (asked, of) -> of.equals(Optional.of(present))
                        ? built.map(seconds -> new BuildInfo.External(NOON.plusSeconds(seconds)))
                        : Optional.empty());

        Optional<String> reason = decision.reasonToKeep(Optional.empty(), Optional.of(present));

        assertThat(reason.isPresent()).isEqualTo(stays);
        assertThat(reason.orElse(present.value())).contains(present.value());
    }

    private static WrittenUpdate written(Tag tag, Digest digest) {
        return new WrittenUpdate(
                CommitId.NONE,
                "web",
                ChainId.of(IMAGE, tag),
                EventId.of("written", tag.value()),
                IMAGE,
                tag,
                digest,
                new BuildInfo.External(NOON),
                Optional.empty());
    }

    private static Policy policy(Selection selection) {
        return new Policy(
                "web",
                IMAGE,
                new Versions(List.of(), false, Optional.empty(), selection, false, Optional.empty(), Verification.NONE),
                PlaceRules.MARKERS,
                Promotion.NONE,
                Policy.DEFAULT_GROUP);
    }

    private static UpdateRequested update(String tag) {
        return new UpdateRequested(
                new RepositoryId("git.example/shop/config"),
                GitRef.branch("main"),
                "web",
                "",
                UpdateRequested.Kind.IMAGE,
                IMAGE,
                new Tag(tag),
                new Digest("sha256:" + "a".repeat(64)),
                NOON,
                Optional.of(NOON),
                Optional.empty(),
                Optional.empty(),
                EventId.of("image.built", tag),
                NOON);
    }
}
