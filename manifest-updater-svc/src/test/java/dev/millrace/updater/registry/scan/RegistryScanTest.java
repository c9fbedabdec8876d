package dev.millrace.updater.registry.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import dev.millrace.events.ImageBuilt;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.RegistryReader;
import dev.millrace.registry.RegistryUnavailable;
import dev.millrace.updater.policy.PlaceRules;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.policy.Promotion;
import dev.millrace.updater.policy.Selection;
import dev.millrace.updater.policy.TagFilter;
import dev.millrace.updater.policy.Verification;
import dev.millrace.updater.policy.Versions;
import dev.millrace.updater.registry.RegistryImages;
import dev.millrace.updater.registry.StandInRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The images that a full registry scan finds. */
class RegistryScanTest {
    private static final Instant NOW = Instant.parse("2026-03-14T18:00:00Z");
    private static final String MORNING = "2026-03-14T08:00:00Z";
    private static final String NOON = "2026-03-14T12:00:00Z";

    private final StandInRegistry registry = new StandInRegistry();
    private final RegistryReader client = registry.client();
    private final RegistryScan scan =
            new RegistryScan(client, new RegistryImages(client), Clock.fixed(NOW, ZoneOffset.UTC));

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void theNewestImageIsFoundByBuildOrderAndNotByTag() {
        registry.push("web", "9", Map.of("a", "1"), MORNING);
        Digest newest = registry.push("web", "1", Map.of("a", "2"), NOON);

        ImageBuilt found = newest(new Selection.Newest()).orElseThrow();

        assertThat(found.tag()).isEqualTo(new Tag("1"));
        assertThat(found.digest()).isEqualTo(newest);
        assertThat(found.builtAt()).contains(Instant.parse(NOON));
        assertThat(found.pushedAt()).isEqualTo(NOW);
        assertThat(found.origin()).isEqualTo(ImageBuilt.Origin.REGISTRY);
    }

    @Test
    void aFoundImageHasTheIdOfItsOwnEvent() {
        Digest digest = registry.push("web", "main-7", source("main", 7), NOON);

        ImageBuilt found = newest(new Selection.Newest()).orElseThrow();

        assertThat(found.id())
                .isEqualTo(EventId.of("image.built", registry.image("web").value(), "main-7", digest.value()));
        assertThat(found.source().orElseThrow().sequence()).isEqualTo(7);
        assertThat(found.origin()).isEqualTo(ImageBuilt.Origin.BUILD);
    }

    @Test
    void theSequenceDecidesWithinOneRefWhateverTheTimes() {
        registry.push("web", "old", source("main", 7), NOON);
        registry.push("web", "new", source("main", 8), MORNING);

        ImageBuilt found = newest(new Selection.Newest()).orElseThrow();

        assertThat(found.tag()).isEqualTo(new Tag("new"));
    }

    @Test
    void theMostSpecificTagOfAnImageIsUsed() {
        for (String tag : List.of("1", "latest", "1.2.3", "1.2")) {
            registry.push("web", tag, Map.of(), NOON);
        }

        ImageBuilt found = newest(new Selection.Newest()).orElseThrow();

        assertThat(found.tag()).isEqualTo(new Tag("1.2.3"));
    }

    @Test
    void tagsOfSignaturesReferrersAndOurBuilderAreNotVersions() {
        String hex = "ab".repeat(32);
        for (String tag : List.of("sha256-" + hex + ".sig", "sha256-" + hex + ".att", "sha256-" + hex)) {
            registry.push("web", tag, Map.of("a", tag), NOON);
        }
        registry.push("web", "millrace-0123456789abcdef", Map.of("a", "mark"), NOON);
        registry.push("web", "1", Map.of(), MORNING);

        ImageBuilt found = newest(new Selection.Newest()).orElseThrow();

        assertThat(found.tag()).isEqualTo(new Tag("1"));
    }

    @Test
    void aSelectionByVersionReadsTheSelectedImageOnly() {
        for (String tag : List.of("v1.2.0", "v1.10.0", "v2.0.0", "v1.11.0-rc.1", "nightly")) {
            registry.push("web", tag, Map.of("a", tag), NOON);
        }

        ImageBuilt found = newest(new Selection.SemVer(">=1 <2", false)).orElseThrow();

        assertThat(found.tag()).isEqualTo(new Tag("v1.10.0"));
        assertThat(registry.asked().stream().filter(asked -> asked.contains("HEAD")))
                .containsExactly("Basic HEAD /v2/shop/web/manifests/v1.10.0");
    }

    @Test
    void theHighestAllowedVersionIsSelected() {
        registry.push("web", "1.0.0", source("main", 1), NOON);
        registry.push("web", "1.1.0", source("feature", 2), NOON);
        registry.push("web", "1.2.0", Map.of(), NOON);
        Policy policy = policy(new Selection.SemVer("*", false), List.of("main"), Optional.empty());

        ImageBuilt found =
                scan.newest(policy, source -> true, RegistryScanTest::any).orElseThrow();

        assertThat(found.tag()).isEqualTo(new Tag("1.0.0"));
    }

    @Test
    void aChannelIsOneRequestForItsTag() {
        registry.push("web", "stable", Map.of(), NOON);
        registry.push("web", "edge", Map.of("a", "b"), NOON);

        ImageBuilt found = newest(new Selection.Channel(new Tag("stable"))).orElseThrow();

        assertThat(found.tag()).isEqualTo(new Tag("stable"));
        assertThat(registry.asked()).noneMatch(asked -> asked.contains("/tags/list"));
    }

    @Test
    void onlyTagsOfTheFilterAreConsidered() {
        registry.push("web", "main-1", Map.of("a", "1"), MORNING);
        registry.push("web", "feature-2", Map.of("a", "2"), NOON);
        TagFilter filter = new TagFilter(Pattern.compile("^main-"), Optional.empty());

        ImageBuilt found = scan.newest(
                        policy(new Selection.Newest(), List.of(), Optional.of(filter)),
                        source -> true,
                        RegistryScanTest::any)
                .orElseThrow();

        assertThat(found.tag()).isEqualTo(new Tag("main-1"));
    }

    @Test
    void anUnreadableImageDoesNotHideTheOthers() {
        Digest broken = registry.push("web", "2", Map.of("a", "2"), NOON);
        registry.push("web", "1", Map.of(), MORNING);
        registry.spoil("shop/web/manifests/" + broken, new byte[] {'{'});

        ImageBuilt found = newest(new Selection.Newest()).orElseThrow();

        assertThat(found.tag()).isEqualTo(new Tag("1"));
    }

    @Test
    void anUnverifiedImageDoesNotHideAnOlderVerifiedOne() {
        registry.push("web", "3.0.0", Map.of("a", "3"), NOON);
        registry.push("web", "2.0.0", Map.of("a", "2"), "2026-03-14T10:00:00Z");
        registry.push("web", "1.0.0", Map.of("a", "1"), MORNING);
        Predicate<ImageBuilt> verified = image -> !image.tag().value().equals("3.0.0");

        for (Selection selection : List.of(new Selection.Newest(), new Selection.SemVer("*", false))) {
            ImageBuilt found = scan.newest(policy(selection, List.of(), Optional.empty()), source -> true, verified)
                    .orElseThrow();

            assertThat(found.tag()).isEqualTo(new Tag("2.0.0"));
        }
    }

    @Test
    void aSecondScanReadsNothingTwice() {
        IntStream.range(0, 50).forEach(n -> registry.push("web", "t" + n, source("main", n + 1), NOON));
        newest(new Selection.Newest());
        int before = registry.asked().size();

        ImageBuilt found = newest(new Selection.Newest()).orElseThrow();

        assertThat(found.tag()).isEqualTo(new Tag("t49"));
        assertThat(registry.asked()).hasSize(before + 51);
    }

    @Test
    void anUnavailableRegistryIsReported() {
        registry.push("web", "1", Map.of(), NOON);
        newest(new Selection.Newest());
        registry.fail();

        assertThatThrownBy(() -> newest(new Selection.Newest())).isInstanceOf(RegistryUnavailable.class);
    }

    @Test
    void thereIsNothingToFindInAnEmptyRegistry() {
        assertThat(newest(new Selection.Newest())).isEmpty();
        assertThat(newest(new Selection.Channel(new Tag("stable")))).isEmpty();
    }

    private static boolean any(ImageBuilt image) {
        return true;
    }

    private Optional<ImageBuilt> newest(Selection selection) {
        return scan.newest(policy(selection, List.of(), Optional.empty()), source -> true, RegistryScanTest::any);
    }

    private Policy policy(Selection selection, List<String> branches, Optional<TagFilter> filter) {
        Versions versions =
                new Versions(branches, false, filter, selection, false, Optional.empty(), Verification.NONE);
        return new Policy(
                "web", registry.image("web"), versions, PlaceRules.MARKERS, Promotion.NONE, Policy.DEFAULT_GROUP);
    }

    private static Map<String, String> source(String branch, int sequence) {
        return Map.of(
                "dev.millrace.repository",
                "git.example/shop/app",
                "org.opencontainers.image.revision",
                "%040x".formatted(sequence),
                "dev.millrace.ref",
                "refs/heads/" + branch,
                "dev.millrace.committed-at",
                MORNING,
                "dev.millrace.sequence",
                Integer.toString(sequence));
    }
}
