package dev.millrace.updater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.ImageBuilt;
import dev.millrace.events.SyncCompleted.Outcome;
import dev.millrace.events.Topic;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** An image that was reverted and that a user releases. */
@QuarkusTest
@TestProfile(UpdaterProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT})
class ReleaseIT extends DeliveryFixture {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String FILE = "apps/staging.yaml";
    private static final Pattern HELD = Pattern.compile("millrace_ignored_total\\{reason=\"held\"} ([0-9.]+)");

    @Test
    void aReleasedImageIsWrittenAgainAfterAFailedRollout() {
        repository("released", ", onFailure: revert");
        PublishedEvent first = update("released", 1);
        delivery.publish(PromotionIT.synced("released", 1, Outcome.Succeeded, first, Optional.empty()));
        PublishedEvent second = update("released", 2);
        delivery.publish(PromotionIT.synced("released", 2, Outcome.Failed, second, Optional.of(first)));
        delivery.event(
                Topic.CONFIG_COMMITTED,
                event -> isOf("released", event) && event.at("/origin").equals("rollback"));

        int released = release("released");

        assertThat(released).isEqualTo(200);
        isDeliveredAgain("released");
        // The failed attempt is still the latest one: it reverts nothing more.
        update("released", 3);
        assertThat(version("released")).isEqualTo("t3");
        assertThat(delivery.log("released"))
                .filteredOn(commit -> commit.message().contains("Millrace-Reverts:"))
                .hasSize(1);
    }

    @Test
    void aReleasedImageIsWrittenAgainAfterAUsersRevert() {
        repository("unwanted", "");
        delivery.withWebhook("unwanted");
        update("unwanted", 1);
        String before = delivery.read("unwanted", FILE);
        update("unwanted", 2);
        delivery.push("unwanted", Map.of(FILE, before));
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(
                        policy("unwanted").at("/holds/0/kind").asText())
                .isEqualTo("taken-back"));
        assertThat(version("unwanted")).isEqualTo("t1");

        int released = release("unwanted");

        assertThat(released).isEqualTo(200);
        isDeliveredAgain("unwanted");
    }

    @Test
    void nothingIsWrittenForASuspendedPolicyAndTheNewestImageAfterwards() {
        repository("suspended", "");
        delivery.withWebhook("suspended");
        update("suspended", 1);
        String policies = delivery.read("suspended", ".millrace/updates.yaml");
        delivery.push(
                "suspended",
                Map.of(
                        ".millrace/updates.yaml",
                        policies.replace(
                                "environment: staging,", "environment: staging, suspend: true, reason: a move,")));
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(
                        policy("suspended").at("/holds/0/kind").asText())
                .isEqualTo("suspend"));
        double before = held();
        delivery.publish(Delivery.built("suspended", 2));
        delivery.publish(Delivery.built("suspended", 3));
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(
                        policy("suspended").path("candidate").asText())
                .contains(":t3@"));
        // Both images were decided on while the policy was suspended, so nothing but the end of it can write one.
        await().atMost(TIMEOUT).until(() -> held() == before + 2);
        assertThat(delivery.get("q/metrics")).contains("millrace_updater_suspended 1.0");
        assertThat(policy("suspended").path("waits").asText()).isEqualTo("suspended: a move");
        assertThat(version("suspended")).isEqualTo("t1");

        delivery.push("suspended", Map.of(".millrace/updates.yaml", policies));

        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(version("suspended")).isEqualTo("t3"));
        assertThat(delivery.log("suspended"))
                .filteredOn(commit -> commit.message().contains("Millrace-Image:"))
                .hasSize(2);
    }

    private double held() {
        Matcher held = HELD.matcher(delivery.get("q/metrics"));
        return held.find() ? Double.parseDouble(held.group(1)) : 0;
    }

    /** Checks that the image is written by one commit for the release, and that nothing holds the policy any more. */
    private void isDeliveredAgain(String name) {
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(version(name)).isEqualTo("t2"));
        assertThat(delivery.log(name).getFirst().message())
                .contains("\nMillrace-Policy: " + name + "-staging")
                .contains("\nMillrace-Image: reg.example/shop/" + name + ":t2@"
                        + Delivery.built(name, 2).digest());
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(policy(name).path("holds")).isEmpty());
        assertThat(policy(name).path("current").asText()).isEqualTo("t2");
        assertThat(policy(name).path("commit").asText())
                .isEqualTo(delivery.log(name).getFirst().id().value());
    }

    private void repository(String name, String more) {
        String policy = "{name: %1$s-staging, image: reg.example/shop/%1$s, environment: staging, paths: [%2$s]%3$s}"
                .formatted(name, FILE, more);
        delivery.push(
                name,
                Map.of(
                        ".millrace/updates.yaml",
                        "environments: {staging: {applications: [local/shop/" + name + "-staging]}}\npolicies:\n  - "
                                + policy + "\n",
                        FILE,
                        "image: reg.example/shop/" + name + ":t0 # {\"$imagepolicy\": \"" + name + "-staging\"}\n"));
    }

    private PublishedEvent update(String name, int n) {
        ImageBuilt built = Delivery.built(name, n);
        delivery.publish(built);
        return delivery.updated(name, built);
    }

    private int release(String name) {
        return delivery.post(
                        "policies/" + name + "-staging/release",
                        UpdaterProfile.API_TOKEN,
                        "{\"by\": \"ada\", \"reason\": \"the node was broken\"}")
                .statusCode();
    }

    private static boolean isOf(String name, PublishedEvent event) {
        return event.key().startsWith(Delivery.id(name) + "#");
    }

    private String version(String name) {
        return delivery.read(name, FILE).replaceAll("(?s).*:(t[0-9]).*", "$1");
    }

    private JsonNode policy(String name) {
        for (JsonNode repository : json("policies")) {
            if (repository.path("repository").asText().equals(Delivery.id(name).value())) {
                return repository.at("/policies/0");
            }
        }
        return JSON.missingNode();
    }

    private JsonNode json(String path) {
        try {
            return JSON.readTree(delivery.get(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
