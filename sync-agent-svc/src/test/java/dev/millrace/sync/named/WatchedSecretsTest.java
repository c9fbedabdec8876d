package dev.millrace.sync.named;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.millrace.sync.ApiStandIn;
import dev.millrace.sync.apply.ClusterUnavailable;
import dev.millrace.sync.identity.Identity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.SecretListBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Secrets by name: what was read is known until it changes, and what can't be read is read again. */
class WatchedSecretsTest {
    private static final SecretReading GIT_SECRET = new SecretReading(Identity.OWN, "shop/git");

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String LIST = "/api/v1/namespaces/shop/secrets";
    private static final String GIT = LIST + "/git";

    private final ApiStandIn api = new ApiStandIn();
    private final WatchedSecrets secrets = new WatchedSecrets(api.client());
    private final List<String> changed = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        secrets.close();
        api.close();
    }

    private static Secret secret(String version, String token) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName("git")
                .withNamespace("shop")
                .withResourceVersion(version)
                .endMetadata()
                .withData(Map.of("token", Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8))))
                .build();
    }

    /** The API server has this Secret, which the watch finds when it begins. */
    private void having(Secret... all) {
        String list = api.client()
                .getKubernetesSerialization()
                .asJson(new SecretListBuilder()
                        .withNewMetadata()
                        .withResourceVersion("9")
                        .endMetadata()
                        .withItems(all)
                        .build());
        api.having(LIST, list);
    }

    private long reads() {
        return api.requests("GET").stream()
                .filter(request -> request.path().equals(GIT))
                .count();
    }

    @Test
    void theEntriesAreDecodedAndReadOnce() {
        having(secret("1", "one"));
        api.having(GIT, secret("1", "one"));

        assertThat(secrets.read(GIT_SECRET)).isEqualTo(new ReferenceContent.Found(Map.of("token", "one")));
        assertThat(secrets.read(GIT_SECRET)).isEqualTo(new ReferenceContent.Found(Map.of("token", "one")));

        assertThat(reads()).isEqualTo(1);
    }

    @Test
    void noValueIsInTheTextOfWhatWasFound() {
        assertThat(new ReferenceContent.Found(Map.of("token", "hunter2")).toString())
                .contains("token")
                .doesNotContain("hunter2");
    }

    @Test
    void aSecretWithoutDataHasNoEntries() {
        Secret empty = secret("1", "");
        empty.setData(null);
        api.having(GIT, empty);

        assertThat(secrets.read(GIT_SECRET)).isEqualTo(new ReferenceContent.Found(Map.of()));
    }

    @Test
    void whatChangesBetweenTheReadAndTheWatchIsNotMissed() {
        secrets.whenChanged(changed::add);
        having(secret("2", "two"));
        api.having(GIT, secret("1", "one"));

        assertThat(secrets.read(GIT_SECRET)).isEqualTo(new ReferenceContent.Found(Map.of("token", "one")));

        await().atMost(SOON).untilAsserted(() -> assertThat(changed).containsExactly("shop/git"));
        assertThat(secrets.read(GIT_SECRET)).isEqualTo(new ReferenceContent.Found(Map.of("token", "two")));
    }

    @Test
    void whatIsDeletedBetweenTheReadAndTheWatchIsMissing() {
        secrets.whenChanged(changed::add);
        having();
        api.having(GIT, secret("1", "one"));

        secrets.read(GIT_SECRET);

        await().atMost(SOON).untilAsserted(() -> assertThat(changed).containsExactly("shop/git"));
        assertThat(secrets.read(GIT_SECRET)).isEqualTo(new ReferenceContent.Missing());
    }

    @Test
    void whatIsMissingAndCreatedBeforeTheWatchIsFound() {
        secrets.whenChanged(changed::add);
        having(secret("2", "two"));

        assertThat(secrets.read(GIT_SECRET)).isEqualTo(new ReferenceContent.Missing());

        await().atMost(SOON).untilAsserted(() -> assertThat(changed).containsExactly("shop/git"));
        assertThat(secrets.read(GIT_SECRET)).isEqualTo(new ReferenceContent.Found(Map.of("token", "two")));
    }

    @Test
    void aRefusalIsNotRemembered() {
        having(secret("1", "one"));
        api.failing("GET", 403);
        assertThat(secrets.read(GIT_SECRET)).isEqualTo(new ReferenceContent.Refused("the API server forbids it"));

        api.failing("GET", 0).having(GIT, secret("1", "one"));

        assertThat(secrets.read(GIT_SECRET)).isEqualTo(new ReferenceContent.Found(Map.of("token", "one")));
    }

    @Test
    void anApiServerThatIsUnavailableIsNoAnswer() {
        api.failing("GET", 503);

        assertThatThrownBy(() -> secrets.read(GIT_SECRET)).isInstanceOf(ClusterUnavailable.class);
    }

    @Test
    void aSecretThatIsNoLongerNamedIsReadAgainWhenItIsNamedAgain() {
        having(secret("1", "one"));
        api.having(GIT, secret("1", "one"));
        secrets.read(GIT_SECRET);

        secrets.keepOnly(Set.of(GIT_SECRET));
        secrets.read(GIT_SECRET);
        assertThat(reads()).as("still named").isEqualTo(1);
        secrets.keepOnly(Set.of());
        secrets.read(GIT_SECRET);

        assertThat(reads()).isEqualTo(2);
    }
}
