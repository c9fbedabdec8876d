package dev.millrace.updater.registry.confirm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.Source;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.RegistryUnavailable;
import dev.millrace.updater.registry.RegistryImages;
import dev.millrace.updater.registry.StandInRegistry;
import dev.millrace.updater.registry.verify.ImageVerdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Claims of events, compared with a registry. */
class RegistryConfirmerTest {
    private static final String NOON = "2026-03-14T12:00:00Z";
    private static final Digest FORGED = new Digest("sha256:" + "f".repeat(64));

    private final StandInRegistry registry = new StandInRegistry();
    private final List<ImageName> refused = new ArrayList<>();
    private final RegistryConfirmer confirmer = new RegistryConfirmer(
            registry.client(), new RegistryImages(registry.client()), Set.of("trusted.example"), refused::add);

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void anImageThatTheRegistryHasIsConfirmedByOneRequest() {
        Digest digest = registry.push("web", "1", Map.of(), NOON);

        ImageVerdict verdict = confirmer.confirm(claim("1", digest));
        ImageVerdict again = confirmer.confirm(claim("1", digest));

        assertThat(List.of(verdict, again)).containsOnly(new ImageVerdict.Verified());
        assertThat(registry.asked()).containsExactly("Basic HEAD /v2/shop/web/manifests/1");
        assertThat(refused).isEmpty();
    }

    @Test
    void aDigestThatTheRegistryDoesNotHaveIsRefused() {
        registry.push("web", "1", Map.of(), NOON);

        ImageVerdict verdict = confirmer.confirm(claim("2", FORGED));

        assertThat(verdict).isEqualTo(refusal("2", FORGED, "the registry has no such image"));
        assertThat(refused).containsExactly(registry.image("web"));
    }

    @Test
    void anImageThatIsPushedAfterItsRefusalIsConfirmed() {
        confirmer.confirm(claim("1", FORGED));
        Digest digest = registry.push("web", "1", Map.of(), NOON);

        assertThat(confirmer.confirm(claim("1", digest))).isEqualTo(new ImageVerdict.Verified());
    }

    @Test
    void theTagMustNameTheDigestWhereOnlyTheTagIsWritten() {
        Digest before = registry.push("web", "1", Map.of("a", "before"), NOON);
        Digest now = registry.push("web", "1", Map.of("a", "now"), NOON);

        ImageVerdict verdict = confirmer.confirm(claim("1", before));
        ImageVerdict pinned =
                confirmer.confirm(new ImageClaim(registry.image("web"), new Tag("1"), before, false, Optional.empty()));

        assertThat(verdict).isEqualTo(refusal("1", before, "the tag 1 names " + now + " now"));
        assertThat(pinned).isEqualTo(new ImageVerdict.Verified());
    }

    @Test
    void aTagThatWasDeletedIsRefused() {
        Digest digest = registry.push("web", "1", Map.of(), NOON);

        ImageVerdict verdict = confirmer.confirm(claim("gone", digest));

        assertThat(verdict).isEqualTo(refusal("gone", digest, "the registry has no tag gone any more"));
    }

    @Test
    void aClaimOfAnotherSourceThanInTheLabelsIsRefused() {
        Digest digest = registry.push("web", "1", labels("git.example/attack/evil", 1), NOON);
        Digest own = registry.push("web", "2", labels("git.example/shop/web", 2), NOON);

        assertThat(confirmer.confirm(claim("1", digest, 1)))
                .isEqualTo(
                        refusal(
                                "1",
                                digest,
                                "its labels name git.example/attack/evil@000000000000, and the event git.example/shop/web@000000000000"));
        assertThat(confirmer.confirm(claim("2", own, 2))).isEqualTo(new ImageVerdict.Verified());
    }

    @Test
    void anUnavailableRegistryIsAskedAgain() {
        Digest digest = registry.push("web", "1", Map.of(), NOON);
        registry.fail();

        assertThatThrownBy(() -> confirmer.confirm(claim("1", digest))).isInstanceOf(RegistryUnavailable.class);
        registry.recover();

        assertThat(confirmer.confirm(claim("1", digest))).isEqualTo(new ImageVerdict.Verified());
    }

    @Test
    void theRequestInTheBackgroundIsTheOnlyOne() {
        Digest digest = registry.push("web", "1", Map.of(), NOON);

        confirmer.prefetch(claim("1", digest));
        confirmer.prefetch(claim("1", digest));

        assertThat(confirmer.confirm(claim("1", digest))).isEqualTo(new ImageVerdict.Verified());
        assertThat(registry.asked()).hasSize(1);
    }

    @Test
    void aRegistryThatIsNotConfiguredConfirmsNothingUnlessItsHostIsListed() {
        ImageClaim unknown = elsewhere("unknown.example");

        assertThat(confirmer.confirm(unknown))
                .isInstanceOfSatisfying(ImageVerdict.Refused.class, refusal -> assertThat(refusal.reason())
                        .contains("the registry unknown.example is not configured")
                        .contains("millrace.updater.registries"));
        assertThat(confirmer.confirm(elsewhere("trusted.example"))).isEqualTo(new ImageVerdict.Verified());
        assertThat(registry.asked()).isEmpty();
    }

    @Test
    void manyForgedClaimsLeaveNothingBehind() {
        AtomicInteger refusals = new AtomicInteger();
        for (int i = 0; i < 200; i++) {
            Digest digest = new Digest("sha256:" + "%064x".formatted(i));
            if (confirmer.confirm(claim("t" + i, digest)) instanceof ImageVerdict.Refused) {
                refusals.incrementAndGet();
            }
        }

        assertThat(refusals).hasValue(200);
        assertThat(registry.asked()).hasSize(400);
    }

    private static ImageClaim elsewhere(String host) {
        return new ImageClaim(new ImageName(host + "/shop/web"), new Tag("1"), FORGED, true, Optional.empty());
    }

    private ImageClaim claim(String tag, Digest digest) {
        return new ImageClaim(registry.image("web"), new Tag(tag), digest, true, Optional.empty());
    }

    private ImageClaim claim(String tag, Digest digest, int sequence) {
        Source source = new Source(
                new RepositoryId("git.example/shop/web"),
                new CommitId("%040x".formatted(sequence)),
                GitRef.branch("main"),
                Instant.parse(NOON),
                sequence);
        return new ImageClaim(registry.image("web"), new Tag(tag), digest, true, Optional.of(source));
    }

    private ImageVerdict refusal(String tag, Digest digest, String reason) {
        return new ImageVerdict.Refused(registry.image("web") + ":" + tag + "@" + digest + ": " + reason);
    }

    private static Map<String, String> labels(String repository, int sequence) {
        return Map.of(
                "dev.millrace.repository",
                repository,
                "org.opencontainers.image.revision",
                "%040x".formatted(sequence),
                "dev.millrace.ref",
                "refs/heads/main",
                "dev.millrace.committed-at",
                NOON,
                "dev.millrace.sequence",
                Integer.toString(sequence));
    }
}
