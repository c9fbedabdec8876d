package dev.millrace.builder.registry.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.builder.registry.RegistryClient;
import dev.millrace.builder.registry.push.RegistryProxy.Answer;
import dev.millrace.builder.registry.push.RegistryProxy.Request;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.RegistryCalls;
import dev.millrace.registry.RegistryRefused;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.registry.ImageRegistry;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes to the real registry behind token authentication, as hosted registries have it. */
@WithParts(PartKind.REGISTRY)
class TokenPushIT {
    private static final Tag TAG = new Tag("1");

    /** {@code robot:secret}. */
    private static final String BASIC = "Basic cm9ib3Q6c2VjcmV0";

    private final List<String> log = new ArrayList<>();
    private final List<String> granted = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private RegistryProxy registry;

    @BeforeEach
    void open(ImageRegistry real) {
        registry = new RegistryProxy(real.url());
        registry.rule((request, forward) -> {
            if (request.path().startsWith("/token")) {
                return token(request);
            }
            String scope = scope(request);
            String given = request.authorization().orElse("").replaceFirst("^Bearer ", "");
            return decoded(given).containsAll(List.of(scope.split(" ", -1))) ? forward.get() : challenge(scope);
        });
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void aPushRequestsTokensForExactlyItsScopes() {
        ImageName image = registry.image("token/web");
        Digest digest = new LayoutWriter(folder).twoPlatforms(7);

        push(image, digest, Optional.empty());

        assertThat(granted).containsExactly("repository:token/web:pull", "repository:token/web:pull,push");
        assertThat(new RegistryClient(registry.hosts()).digest(image, TAG)).contains(digest);
    }

    @Test
    void aMountRequestsATokenForBothImages() {
        Digest digest = new LayoutWriter(folder).single(8, 1_000);
        push(registry.image("token/source"), digest, Optional.empty());
        granted.clear();
        log.clear();

        push(registry.image("token/target"), digest, Optional.of(registry.image("token/source")));

        assertThat(granted).contains("repository:token/target:pull,push repository:token/source:pull");
        assertThat(log.getFirst()).startsWith("layers: uploaded=0 mounted=2");
    }

    @Test
    void aLayerThatMayNotBeMountedIsUploaded() {
        Digest digest = new LayoutWriter(folder).single(9, 1_000);
        push(registry.image("token/private"), digest, Optional.empty());
        log.clear();

        push(registry.image("token/public"), digest, Optional.of(registry.image("token/private")));

        assertThat(log.getFirst()).startsWith("layers: uploaded=2 mounted=0");
    }

    @Test
    void aRepositoryThatMayNotBeReadUntilItExistsIsCreatedByThePush() throws Exception {
        ImageName image = registry.image("token/absent");
        Digest digest = new LayoutWriter(folder).single(12, 100);

        assertThat(new RegistryClient(registry.hosts()).findFinished(image, TAG, List.of()))
                .isEmpty();
        push(image, digest, Optional.empty());

        assertThat(registry.ask("HEAD", "/v2/token/absent/manifests/" + TAG).status())
                .isEqualTo(200);
    }

    @Test
    void aLoginThatMayNotPushIsRefused() {
        ImageName image = registry.image("forbidden/web");
        Digest digest = new LayoutWriter(folder).single(11, 100);

        assertThatThrownBy(() -> push(image, digest, Optional.empty()))
                .isInstanceOf(RegistryRefused.class)
                .hasMessageStartingWith("pushing the layer " + image)
                .hasMessageEndingWith(": the token service of " + registry.host()
                        + " answered 403; check the login for " + registry.host() + " and its permissions");
    }

    private static String scope(Request request) {
        String path = request.path().replaceFirst("\\?.*", "");
        String own = path.replaceFirst("^/v2/(.+)/(?:blobs|manifests)/.*$", "$1");
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        String scope = "repository:" + own + (reads ? ":pull" : ":pull,push");
        if (!request.path().contains("from=")) {
            return scope;
        }
        String from = URLDecoder.decode(request.path().replaceFirst(".*from=", ""), StandardCharsets.UTF_8);
        return scope + " repository:" + from + ":pull";
    }

    private Answer challenge(String scope) {
        String value = "Bearer realm=\"http://" + registry.host() + "/token?tenant=a\",service=\"reg\",scope=\"" + scope
                + "\"";
        return new Answer(401, Map.of("WWW-Authenticate", value), new byte[0]);
    }

    /** A token is the list of its scopes; one for a private image is not granted with that for another. */
    private Answer token(Request request) {
        String query = URLDecoder.decode(request.path().replaceFirst(".*&scope=", ""), StandardCharsets.UTF_8);
        boolean known = request.authorization().filter(BASIC::equals).isPresent()
                && request.path().contains("?tenant=a&service=reg&");
        if (!known
                || query.contains("forbidden")
                || query.equals("repository:token/absent:pull")
                || query.contains(" repository:token/private")) {
            return new Answer(403, Map.of(), new byte[0]);
        }
        granted.add(query);
        String token = Base64.getUrlEncoder().encodeToString(query.getBytes(StandardCharsets.UTF_8));
        return new Answer(200, Map.of(), LayoutWriter.utf8("{\"token\":\"" + token + "\",\"expires_in\":300}"));
    }

    private static List<String> decoded(String token) {
        try {
            byte[] scopes = Base64.getUrlDecoder().decode(token);
            return List.of(new String(scopes, StandardCharsets.UTF_8).split(" ", -1));
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    private void push(ImageName image, Digest digest, Optional<ImageName> source) {
        new ImagePush(registry.hosts().registries(), new RegistryCalls())
                .push(
                        new ImagePush.Job(folder, digest, image, List.of(TAG), source, Duration.ofMinutes(2)),
                        (job, uploaded, deadline) -> {},
                        log::add);
    }
}
