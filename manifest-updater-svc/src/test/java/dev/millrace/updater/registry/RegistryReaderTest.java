package dev.millrace.updater.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.RegistryReader;
import dev.millrace.registry.RegistryRefused;
import dev.millrace.registry.RegistryUnavailable;
import dev.millrace.updater.registry.StandInRegistry.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Registries that answer in pages, with challenges, from other storages, slowly, wrongly, or not at all. */
class RegistryReaderTest {
    private static final Tag TAG = new Tag("1");
    private static final String NOON = "2026-03-14T12:00:00Z";

    private final StandInRegistry registry = new StandInRegistry();
    private final RegistryReader client = registry.client();
    private final ImageName web = registry.image("web");

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void allPagesOfTagsAreRead() {
        String list = "/v2/shop/web/tags/list";
        registry.answer(
                list + "?n=1000",
                new Answer(
                        200, Map.of("Link", "<" + list + "?last=b&n=1000>; rel=\"next\""), "{\"tags\":[\"a\",\"b\"]}"));
        registry.answer(list + "?last=b&n=1000", new Answer(200, Map.of(), "{\"tags\":[\"c\"]}"));

        List<Tag> tags = client.tags(web);

        assertThat(tags).containsExactly(new Tag("a"), new Tag("b"), new Tag("c"));
    }

    @Test
    void aNextPageOnAnotherHostIsNotCalled() {
        registry.answer(
                "/v2/shop/web/tags/list?n=1000",
                new Answer(200, Map.of("Link", "<http://169.254.169.254/tags>; rel=\"next\""), "{\"tags\":[\"a\"]}"));

        List<Tag> tags = client.tags(web);

        assertThat(tags).containsExactly(new Tag("a"));
    }

    @Test
    void aMissingImageHasNoTagsDigestOrReferrers() {
        registry.answer("/v2/shop/web/tags/list?n=1000", new Answer(404, Map.of(), "{}"));

        assertThat(client.tags(web)).isEmpty();
        assertThat(client.digest(web, TAG)).isEmpty();
        assertThat(client.manifest(web, TAG)).isEmpty();
        assertThat(client.referrers(web, new Digest("sha256:" + "ab".repeat(32))))
                .isEmpty();
    }

    @Test
    void aTokenIsFetchedFromTheNamedServiceAndReused() {
        Digest digest = registry.push("web", "1", Map.of(), NOON);
        String challenge = "Bearer realm=\"http://" + registry.host()
                + "/token\",service=\"reg\",scope=\"repository:shop/web:pull\"";
        registry.answer("Basic /v2/shop/web/manifests/1", new Answer(401, Map.of("WWW-Authenticate", challenge), ""));
        registry.answer(
                "Basic /token?service=reg&scope=repository%3Ashop%2Fweb%3Apull",
                new Answer(200, Map.of(), "{\"token\":\"t\",\"expires_in\":300}"));

        assertThat(client.digest(web, TAG)).contains(digest);
        assertThat(client.digest(web, TAG)).contains(digest);

        assertThat(registry.asked())
                .containsExactly(
                        "Basic HEAD /v2/shop/web/manifests/1",
                        "Basic GET /token?service=reg&scope=repository%3Ashop%2Fweb%3Apull",
                        "Bearer HEAD /v2/shop/web/manifests/1",
                        "Bearer HEAD /v2/shop/web/manifests/1");
    }

    @Test
    void aBlobInAnotherStorageIsReadThereWithoutOurCredentials() {
        byte[] blob = StandInRegistry.utf8("content");
        Digest digest = Digest.of(blob);
        registry.answer(
                "/v2/shop/web/blobs/" + digest,
                new Answer(307, Map.of("Location", "http://" + registry.host() + "/storage?signed"), ""));
        registry.answer("/storage?signed", new Answer(200, Map.of(), "content"));

        Optional<byte[]> read = client.blob(web, digest);

        assertThat(read).hasValue(blob);
        assertThat(registry.asked()).contains("nobody GET /storage?signed");
    }

    @Test
    void contentThatDoesNotMatchItsDigestIsRefused() {
        Digest digest = registry.push("web", "1", Map.of(), NOON);
        Digest blob = Digest.of(StandInRegistry.utf8("a"));
        registry.spoil("shop/web/manifests/" + digest, StandInRegistry.utf8("{\"other\":1}"));
        registry.spoil("shop/web/blobs/" + blob, StandInRegistry.utf8("b"));

        assertThatThrownBy(() -> client.manifest(web, digest))
                .isInstanceOf(RegistryRefused.class)
                .hasMessageContaining("the registry returned the digest sha256:");
        assertThatThrownBy(() -> client.blob(web, blob)).isInstanceOf(RegistryRefused.class);
    }

    @Test
    void anAnswerAboveTheLimitIsRefused() {
        registry.answer("/v2/shop/web/tags/list?n=1000", new Answer(200, Map.of(), " ".repeat((4 << 20) + 1)));

        assertThatThrownBy(() -> client.tags(web))
                .isInstanceOf(RegistryRefused.class)
                .hasMessageContaining("the response is larger than 4 MiB");
    }

    @Test
    void anErrorOfTheRegistryIsTransient() {
        for (int status : List.of(429, 500, 503)) {
            registry.answer("/v2/shop/web/manifests/1", new Answer(status, Map.of(), ""));

            assertThatThrownBy(() -> client.digest(web, TAG))
                    .isInstanceOf(RegistryUnavailable.class)
                    .hasMessageContaining("answered " + status);
        }
        StandInRegistry gone = new StandInRegistry();
        gone.close();
        assertThatThrownBy(() -> gone.client().digest(gone.image("web"), TAG)).isInstanceOf(RegistryUnavailable.class);
    }

    @Test
    void aRefusalIsPermanentAndShowsNoCredential() {
        for (int status : List.of(401, 403)) {
            registry.answer("/v2/shop/web/manifests/1", new Answer(status, Map.of(), ""));

            assertThatThrownBy(() -> client.digest(web, TAG))
                    .isInstanceOf(RegistryRefused.class)
                    .hasMessageContaining("answered " + status)
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void aRegistryThatIsNotConfiguredGetsNoRequest() {
        ImageName elsewhere = new ImageName("evil.example/shop/web");

        assertThat(client.knows(elsewhere)).isFalse();
        assertThatThrownBy(() -> client.tags(elsewhere))
                .isInstanceOf(RegistryRefused.class)
                .hasMessage("the registry evil.example is not configured; set millrace.updater.registries");
    }

    @Test
    void referrersAreFoundByTheApiOrByItsFallbackTag() {
        Digest digest = registry.push("web", "1", Map.of(), NOON);
        registry.put(
                "web",
                digest.value().replace(':', '-'),
                StandInRegistry.utf8("{\"manifests\":[{\"digest\":\"tag\"}]}"));

        assertThat(client.referrers(web, digest).getFirst().path("digest").asText())
                .isEqualTo("tag");
        registry.answer(
                "/v2/shop/web/referrers/" + digest,
                new Answer(200, Map.of(), "{\"manifests\":[{\"digest\":\"api\"}]}"));
        assertThat(client.referrers(web, digest).getFirst().path("digest").asText())
                .isEqualTo("api");
    }
}
