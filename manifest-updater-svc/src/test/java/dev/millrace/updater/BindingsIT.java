package dev.millrace.updater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.ImageBuilt;
import dev.millrace.events.Topic;
import dev.millrace.events.value.Digest;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Events of images that are not what they claim: none becomes a commit, each reason is reported, and the next honest image is written. */
@QuarkusTest
@TestProfile(UpdaterProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY})
class BindingsIT extends DeliveryFixture {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String OWN = "git.example/shop/app";
    private static final String EVIL = "git.example/attack/evil";

    private final RegistryPushes registry = new RegistryPushes();

    @Test
    void aForgedImageIsNotWrittenAndTheReasonIsReported() {
        repository("forged", "");

        delivery.publish(built("forged", "forged1", new Digest("sha256:" + "f".repeat(64)), OWN, 9));

        awaitReason("forged", "the registry has no such image");
        ImageBuilt honest = built("forged", "t1", registry.image("forged", "t1", 1), OWN, 1);
        delivery.publish(honest);
        delivery.updated("forged", honest);
        assertThat(delivery.read("forged", "apps/web.yaml")).contains("/shop/forged:t1");
        assertThat(commits("forged")).isEqualTo(1);
        assertThat(policy("forged").path("waits").isNull()).isTrue();
    }

    @Test
    void anImageOfAnotherSourceThanThePolicysIsNotWritten() {
        repository("bound", ", source: " + OWN);

        delivery.publish(built("bound", "t9", registry.image("bound", "t9", 9, EVIL), EVIL, 9));
        awaitReason("bound", "built from " + EVIL + "; the policy's source is " + OWN);
        ImageBuilt lying = built("bound", "t8", registry.image("bound", "t8", 8, EVIL), OWN, 8);
        delivery.publish(lying);
        awaitReason("bound", "its labels name " + EVIL);
        delivery.publish(external("bound", "t7", registry.image("bound", "t7", 7, EVIL)));
        awaitReason("bound", "@" + registry.image("bound", "t7", 7, EVIL) + ": built from " + EVIL);

        ImageBuilt honest = built("bound", "t1", registry.image("bound", "t1", 1), OWN, 1);
        delivery.publish(honest);
        delivery.updated("bound", honest);
        assertThat(delivery.read("bound", "apps/web.yaml")).contains("/shop/bound:t1");
        assertThat(commits("bound")).isEqualTo(1);
    }

    @Test
    void anImageOfAnotherRepositoryIsHeldBackUntilAUserReleasesIt() {
        repository("sources", "");
        ImageBuilt first = built("sources", "t1", registry.image("sources", "t1", 1), OWN, 1);
        delivery.publish(first);
        delivery.updated("sources", first);
        Digest digest = registry.image("sources", "t9", 9, EVIL);
        ImageBuilt other = built("sources", "t9", digest, EVIL, 9);

        delivery.publish(other);

        awaitReason("sources", "POST /policies/sources/release?digest=" + digest);
        assertThat(commits("sources")).isEqualTo(1);
        assertThat(delivery.post("policies/sources/release?digest=nonsense", UpdaterProfile.API_TOKEN, "{}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(delivery.post("policies/sources/release?digest=" + digest, UpdaterProfile.API_TOKEN, "{}")
                        .statusCode())
                .isEqualTo(200);
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(delivery.read("sources", "apps/web.yaml"))
                .contains("/shop/sources:t9"));
    }

    @Test
    void anEndlessTemplateIsReplacedByOurOwnMessage() {
        delivery.push(
                "endless",
                Map.of(
                        ".millrace/updates.yaml",
                        policies("endless", "") + "delivery: {message: '{#for i in 2000000000}x{/for}'}\n",
                        "apps/web.yaml",
                        file("endless")));
        ImageBuilt built = built("endless", "t1", registry.image("endless", "t1", 1), OWN, 1);

        delivery.publish(built);

        PublishedEvent committed = delivery.updated("endless", built);
        assertThat(committed.topic()).isEqualTo(Topic.CONFIG_COMMITTED.topicName());
        assertThat(delivery.log("endless").getFirst().message()).startsWith("Update endless to shop/endless:t1\n");
    }

    @Test
    void aTagThatAPatternAlmostMatchesStopsNothing() {
        repository("slow-tags", ", tags: {pattern: '^(?:(?:[a-z]+)+)+$'}");
        String tag = "a".repeat(120) + "_";
        delivery.publish(built("slow-tags", tag, registry.image("slow-tags", tag, 2), OWN, 2));

        ImageBuilt honest = built("slow-tags", "good", registry.image("slow-tags", "good", 1), OWN, 1);
        delivery.publish(honest);

        delivery.updated("slow-tags", honest);
        assertThat(policy("slow-tags").path("current").asText()).isEqualTo("good");
    }

    private void repository(String name, String more) {
        delivery.push(name, Map.of(".millrace/updates.yaml", policies(name, more), "apps/web.yaml", file(name)));
    }

    private static String policies(String name, String more) {
        return "policies:\n  - {name: " + name + ", image: " + RegistryPushes.name(name) + more + "}\n";
    }

    private static String file(String name) {
        return "image: " + RegistryPushes.name(name) + ":t0 # {\"$imagepolicy\": \"" + name + "\"}\n";
    }

    private static ImageBuilt built(String name, String tag, Digest digest, String repository, int sequence) {
        return RegistryPushes.built(name, tag, digest, Optional.of(RegistryPushes.source(repository, sequence)));
    }

    private static ImageBuilt external(String name, String tag, Digest digest) {
        return RegistryPushes.built(name, tag, digest, Optional.empty());
    }

    private void awaitReason(String name, String reason) {
        await().atMost(TIMEOUT)
                .untilAsserted(
                        () -> assertThat(policy(name).path("waits").asText()).contains(reason));
    }

    private long commits(String name) {
        return delivery.log(name).stream()
                .filter(commit -> commit.message().contains("Millrace-Policy: "))
                .count();
    }

    private JsonNode policy(String name) {
        try {
            for (JsonNode repository : JSON.readTree(delivery.get("policies"))) {
                if (repository
                        .path("repository")
                        .asText()
                        .equals(Delivery.id(name).value())) {
                    return repository.at("/policies/0");
                }
            }
            return JSON.missingNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
