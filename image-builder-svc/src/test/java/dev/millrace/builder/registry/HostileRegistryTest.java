package dev.millrace.builder.registry;

import static dev.millrace.builder.registry.HostileServer.answer;
import static dev.millrace.builder.registry.HostileServer.endless;
import static dev.millrace.builder.registry.HostileServer.manifest;
import static dev.millrace.builder.registry.HostileServer.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.builder.registry.push.ImagePush;
import dev.millrace.builder.registry.push.LayoutWriter;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.RegistryCalls;
import dev.millrace.registry.RegistryRefused;
import dev.millrace.registry.RegistryUnavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A registry in the hands of an attacker: whatever it answers, a request ends with an error, within its bounds, and without our credentials elsewhere. */
class HostileRegistryTest {
    private static final Tag TAG = new Tag("1");
    private static final String MANIFEST = "/v2/shop/web/manifests/1";
    private static final String UPLOADS = "/v2/shop/web/blobs/uploads/";

    private final HostileServer server = new HostileServer();
    private final HostileServer other = new HostileServer();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @AfterEach
    void stop() {
        server.close();
        other.close();
    }

    @Test
    void aManifestWithoutAnEndIsRefused() {
        server.on("GET " + MANIFEST, endless());

        refused(() -> client().image(image(), TAG), "reading " + image() + ":1: the response is larger than 4 MiB");
    }

    @Test
    void aManifestThatIsDeclaredTooLargeIsRefused() {
        server.on("GET " + MANIFEST, exchange -> {
            exchange.sendResponseHeaders(200, 1L << 40);
            exchange.getResponseBody().flush();
        });

        refused(() -> client().image(image(), TAG), "reading " + image() + ":1: the response is larger than 4 MiB");
    }

    @Test
    void aBlobWithOtherContentIsRefused() {
        Digest config = Digest.of(utf8("{}"));
        server.on("GET " + MANIFEST, manifest(config.value()));
        server.on("GET /v2/shop/web/blobs/" + config, answer(200, Map.of(), "{\"os\": \"linux\"}"));

        assertThatThrownBy(() -> client().image(image(), TAG))
                .isInstanceOf(RegistryRefused.class)
                .hasMessageContaining("the registry returned the digest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256:xyz", "../../etc/passwd", "sha512:00"})
    void aDigestInAnotherFormIsRefused(String digest) {
        server.on("HEAD " + MANIFEST, answer(200, Map.of("Docker-Content-Digest", digest), ""));
        server.on("GET " + MANIFEST, manifest(digest));

        refused(() -> client().digest(image(), TAG), "");
        refused(() -> client().image(image(), TAG), "");
    }

    @Test
    void platformsAndLabelsInAnotherFormAreLeftOut() {
        String config =
                "{\"os\": \"LINUX!\", \"architecture\": \"a\\u0000b\", \"created\": \"soon\", \"config\": {\"Labels\": [1]}}";
        Digest digest = Digest.of(utf8(config));
        server.on("GET " + MANIFEST, manifest(digest.value()));
        server.on("GET /v2/shop/web/blobs/" + digest, answer(200, Map.of(), config));

        assertThat(client().image(image(), TAG)).get().satisfies(found -> {
            assertThat(found.platforms()).isEmpty();
            assertThat(found.labels()).isEmpty();
            assertThat(found.createdAt()).isEmpty();
        });
    }

    @Test
    void redirectsEndAndCarryNoCredentials() {
        Digest config = Digest.of(utf8("{}"));
        server.on("GET " + MANIFEST, manifest(config.value()));
        server.on("GET /v2/shop/web/blobs/" + config, answer(307, Map.of("Location", "/again"), ""));
        server.on("GET /again", answer(307, Map.of("Location", "/again"), ""));
        refused(() -> client().image(image(), TAG), "answered 307");

        server.on("GET /again", answer(307, Map.of("Location", other.address() + "/blob"), ""));
        other.on("GET /blob", answer(200, Map.of(), "{}"));
        assertThat(client().image(image(), TAG)).isPresent();
        assertThat(other.requests()).containsExactly("GET /blob");
    }

    @Test
    void aRedirectOfAWriteIsNotFollowed() {
        server.on("POST " + UPLOADS, answer(307, Map.of("Location", other.address() + "/uploads"), ""));

        refused(this::push, "configure the address to which the registry redirects");
        assertThat(other.requests()).isEmpty();
    }

    @Test
    void contentIsNotSentToAnotherOrigin() {
        server.on("POST " + UPLOADS, answer(202, Map.of("Location", other.address() + "/uploads/1"), ""));

        refused(this::push, "the registry names no address of its own for the content");
        assertThat(other.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"token\": \"a\\r\\nX-Evil: 1\"}", "{\"token\": \"\"}", "{\"token\": \"\\u0000\"}", "[", "null"
            })
    void aTokenInAnotherFormIsRefused(String token) {
        challenge();
        server.on("GET /token?service=x&scope=repository%3Ashop%2Fweb%3Apull", answer(200, Map.of(), token));

        refused(() -> client().digest(image(), TAG), "the");
    }

    @Test
    void aTokenWithoutAnEndIsRefused() {
        challenge();
        server.on("GET /token?service=x&scope=repository%3Ashop%2Fweb%3Apull", endless());

        refused(() -> client().digest(image(), TAG), "the response is larger than 262144 bytes");
    }

    private void challenge() {
        String realm = "Bearer realm=\"" + server.address() + "/token\",service=\"x\"";
        server.on("HEAD " + MANIFEST, answer(401, Map.of("WWW-Authenticate", realm), ""));
    }

    @Test
    void aRegistryThatIsDownIsUnavailable() {
        server.close();

        assertThatThrownBy(this::push).isInstanceOf(RegistryUnavailable.class);
        assertThatThrownBy(() -> client().digest(image(), TAG)).isInstanceOf(RegistryUnavailable.class);
    }

    @Test
    void aRegistryThatNeverAnswersIsUnavailableAtTheTimeLimit() {
        server.on("POST " + UPLOADS, server.silence());

        assertThatThrownBy(() -> push(Duration.ofSeconds(2), 100))
                .isInstanceOf(RegistryUnavailable.class)
                .hasMessageContaining("pushing the layer " + image());
    }

    @Test
    void aRegistryThatReadsNoContentIsUnavailableAtTheTimeLimit() {
        server.on("POST " + UPLOADS, answer(202, Map.of("Location", UPLOADS + "1"), ""));
        server.on("PUT " + UPLOADS + "1?digest=", server.silence());
        Digest digest = new LayoutWriter(folder).single(1, 20 << 20);

        assertThatThrownBy(() -> push(digest, Duration.ofSeconds(2))).isInstanceOf(RegistryUnavailable.class);
    }

    @Test
    void aLayerThatIsTooLargeForTheRegistryIsRefused() {
        server.on("POST " + UPLOADS, answer(202, Map.of("Location", UPLOADS + "1"), ""));
        server.on("PUT " + UPLOADS + "1?digest=", answer(413, Map.of(), ""));

        refused(
                () -> push(Duration.ofMinutes(1), 20 << 20),
                "the registry answered 413; raise the limit on the size of requests at " + server.host());
    }

    @Test
    void aMessageOfTheRegistryIsCutAndShowsNoCredential() {
        String text = "robot:hunter2 " + "x".repeat(50_000);
        server.on(
                "POST " + UPLOADS,
                answer(403, Map.of(), "{\"errors\": [{\"code\": \"DENIED\", \"message\": \"" + text + "\"}]}"));

        assertThatThrownBy(this::push)
                .isInstanceOf(RegistryRefused.class)
                .hasMessageContaining("the registry answered 403 (DENIED")
                .hasMessageEndingWith("; allow the login to push to " + image())
                .satisfies(error ->
                        assertThat(error.getMessage()).doesNotContain("hunter2").hasSizeLessThan(1_000));
    }

    @Test
    void anErrorWithoutAnEndIsRefused() {
        server.on("POST " + UPLOADS, endless());

        refused(this::push, "the response is larger than 4 MiB");
    }

    @Test
    void theTimeOfTheNextAttemptIsKept() {
        server.on("POST " + UPLOADS, answer(429, Map.of("Retry-After", "30"), ""));

        assertThatThrownBy(this::push)
                .isInstanceOfSatisfying(RegistryUnavailable.class, error -> assertThat(error.retryAfter())
                        .contains(Duration.ofSeconds(30)));
    }

    private static void refused(ThrowingCallable call, String reason) {
        assertThatThrownBy(call).isInstanceOf(RegistryRefused.class).hasMessageContaining(reason);
    }

    private void push() {
        push(Duration.ofMinutes(1), 100);
    }

    private void push(Duration limit, int bytes) {
        push(new LayoutWriter(folder).single(1, bytes), limit);
    }

    private void push(Digest digest, Duration limit) {
        new ImagePush(server.hosts().registries(), new RegistryCalls())
                .push(
                        new ImagePush.Job(folder, digest, image(), List.of(TAG), Optional.empty(), limit),
                        (job, uploaded, deadline) -> {},
                        line -> {});
    }

    private RegistryClient client() {
        return new RegistryClient(server.hosts());
    }

    private ImageName image() {
        return server.image();
    }
}
