package dev.millrace.updater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.ImageBuilt;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.SyncCompleted.Outcome;
import dev.millrace.events.Topic;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From events of clusters to the next commit: promotion, rollback, and the users' commands in between. */
@QuarkusTest
@TestProfile(UpdaterProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT})
class PromotionIT extends DeliveryFixture {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @Test
    void anImageThatWasHealthyInStagingForLongEnoughIsPromotedToProduction() {
        repository("promoted", "after: {environment: staging, healthy: 2s}", "");
        ImageBuilt built = Delivery.built("promoted", 1);
        delivery.publish(built);
        PublishedEvent staged = delivery.updated("promoted", built);
        assertThat(version("promoted", "production")).isEqualTo("t0");

        SyncCompleted healthy = synced("promoted", 1, Outcome.Succeeded, staged, Optional.empty());
        delivery.publish(healthy);

        PublishedEvent promoted = delivery.event(
                Topic.CONFIG_COMMITTED,
                event -> causedBy(event, healthy) && event.key().startsWith(Delivery.id("promoted") + "#"));
        assertThat(version("promoted", "production")).isEqualTo("t1");
        assertThat(promoted.at("/origin")).isEqualTo("promotion");
        assertThat(delivery.log("promoted").getFirst().message())
                .contains("\nMillrace-Chain: " + Delivery.chain(built))
                .contains("\nMillrace-Image: reg.example/shop/promoted:t1@" + built.digest());
    }

    @Test
    void aPromotionWaitsForApprovalAndReportsIt() {
        repository("approved", "after: {environment: staging, healthy: 1s}, gates: {approval: manual}", "");
        ImageBuilt built = Delivery.built("approved", 1);
        delivery.publish(built);
        PublishedEvent staged = delivery.updated("approved", built);
        SyncCompleted healthy = synced("approved", 1, Outcome.Succeeded, staged, Optional.empty());
        delivery.publish(healthy);
        await().atMost(TIMEOUT)
                .untilAsserted(() ->
                        assertThat(promotion("approved").path("state").asText()).isEqualTo("approval"));
        String id = promotion("approved").path("id").asText();

        int stranger = delivery.post("promotions/" + id + "/approve", "", "{}").statusCode();
        int friend = delivery.post("promotions/" + id + "/approve", UpdaterProfile.API_TOKEN, "{\"by\": \"grace\"}")
                .statusCode();

        assertThat(List.of(stranger, friend)).containsExactly(401, 200);
        delivery.event(Topic.CONFIG_COMMITTED, event -> causedBy(event, healthy));
        assertThat(version("approved", "production")).isEqualTo("t1");
    }

    @Test
    void aFailedRolloutRevertsExactlyOurEditAndHoldsUntilANewerImageArrives() {
        repository("rolled-back", "", "onFailure: revert");
        ImageBuilt good = Delivery.built("rolled-back", 1);
        delivery.publish(good);
        PublishedEvent first = delivery.updated("rolled-back", good);
        delivery.publish(synced("rolled-back", 1, Outcome.Succeeded, first, Optional.empty()));
        ImageBuilt bad = Delivery.built("rolled-back", 2);
        delivery.publish(bad);
        PublishedEvent second = delivery.updated("rolled-back", bad);
        String before = delivery.read("rolled-back", "apps/staging.yaml");

        delivery.publish(synced("rolled-back", 2, Outcome.Failed, second, Optional.of(first)));

        PublishedEvent back = delivery.event(
                Topic.CONFIG_COMMITTED,
                event -> event.key().startsWith(Delivery.id("rolled-back") + "#")
                        && event.at("/origin").equals("rollback"));
        assertThat(version("rolled-back", "staging")).isEqualTo("t1");
        assertThat(delivery.read("rolled-back", "apps/staging.yaml")).isEqualTo(before.replace("t2", "t1"));
        assertThat(delivery.log("rolled-back").getFirst().message())
                .contains("\nMillrace-Reverts: " + second.at("/commit"))
                .contains("\nMillrace-Bad: reg.example/shop/rolled-back@" + bad.digest());
        assertThat(policy("rolled-back", "staging").at("/holds/0/kind").asText())
                .isEqualTo("rollback");
        // The revert fails too: nothing is left to revert.
        delivery.publish(synced("rolled-back", 3, Outcome.Failed, back, Optional.of(second)));
        ImageBuilt fixed = Delivery.built("rolled-back", 3);
        delivery.publish(fixed);
        delivery.updated("rolled-back", fixed);
        assertThat(version("rolled-back", "staging")).isEqualTo("t3");
        assertThat(delivery.log("rolled-back")).hasSize(6);
    }

    @Test
    void aReleasedPolicyGetsTheImageThatItMissed() {
        repository("held", "", "");
        int held = delivery.post(
                        "policies/held-staging/hold",
                        UpdaterProfile.API_TOKEN,
                        "{\"by\": \"ada\", \"reason\": \"a sale\"}")
                .statusCode();
        ImageBuilt built = Delivery.built("held", 1);
        delivery.publish(built);
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(
                        policy("held", "staging").path("candidate").asText())
                .contains(":t1@"));
        assertThat(held).isEqualTo(200);
        assertThat(policy("held", "staging").at("/holds/0/reason").asText()).isEqualTo("a sale");
        assertThat(version("held", "staging")).isEqualTo("t0");

        delivery.post("policies/held-staging/release", UpdaterProfile.API_TOKEN, "");

        delivery.updated("held", built);
        assertThat(version("held", "staging")).isEqualTo("t1");
    }

    /** Two environments, each with its own marked value. */
    private void repository(String name, String production, String staging) {
        String policies = """
                environments: {staging: {applications: [local/shop/%1$s-staging]}, production: {applications: [local/shop/%1$s-production]}}
                policies:
                  - {name: %1$s-staging, image: reg.example/shop/%1$s, environment: staging, paths: [apps/staging.yaml]%2$s}
                """.formatted(name, staging.isEmpty() ? "" : ", " + staging);
        String next = production.isEmpty() ? "" : """
                  - {name: %1$s-production, image: reg.example/shop/%1$s, environment: production, paths: [apps/production.yaml], %2$s}
                """.formatted(name, production);
        delivery.push(
                name,
                Map.of(
                        ".millrace/updates.yaml", policies + next,
                        "apps/staging.yaml", manifest(name, "staging"),
                        "apps/production.yaml", manifest(name, production.isEmpty() ? "nobody" : "production")));
    }

    private static String manifest(String name, String environment) {
        String marker =
                environment.equals("nobody") ? "" : " # {\"$imagepolicy\": \"" + name + "-" + environment + "\"}";
        return "image: reg.example/shop/" + name + ":t0" + marker + "\n";
    }

    private String version(String name, String environment) {
        return delivery.read(name, "apps/" + environment + ".yaml").replaceAll("(?s).*:(t[0-9]).*", "$1");
    }

    static SyncCompleted synced(
            String name, long attempt, Outcome outcome, PublishedEvent commit, Optional<PublishedEvent> previous) {
        return synced(Delivery.id(name), name, attempt, outcome, commit, previous);
    }

    /** The end of an attempt in staging, as the agent there publishes it. */
    static SyncCompleted synced(
            RepositoryId repository,
            String name,
            long attempt,
            Outcome outcome,
            PublishedEvent commit,
            Optional<PublishedEvent> previous) {
        boolean failed = outcome == Outcome.Failed;
        String image = "reg.example/shop/" + name + ":"
                + commit.value().at("/edits/0/to").asText().replaceAll(".*:", "");
        Instant now = Instant.now();
        ObjectRef deployment = new ObjectRef("apps/v1", "Deployment", Optional.of("shop"), name);
        return new SyncCompleted(
                ApplicationId.parse("local/shop/" + name + "-staging"),
                "uid-of-" + name,
                attempt,
                outcome,
                Optional.empty(),
                repository,
                GitRef.branch("main"),
                new CommitId(commit.at("/commit")),
                previous.map(one -> new CommitId(one.at("/commit"))),
                new SyncCompleted.Counts(0, 1, 0, 0, failed ? 1 : 0),
                List.of(),
                List.of(image, "nginx:1"),
                failed
                        ? List.of(new SyncCompleted.ObjectFailure(
                                deployment,
                                SyncCompleted.FailureKind.ROLLOUT,
                                "container crashes",
                                true,
                                List.of(image)))
                        : List.of(),
                List.of(),
                now,
                Optional.of(now),
                failed ? Optional.empty() : Optional.of(now),
                SyncCompleted.Trigger.EVENT,
                List.of());
    }

    private static boolean causedBy(PublishedEvent event, SyncCompleted cause) {
        return causedBy(event, cause.id());
    }

    static boolean causedBy(PublishedEvent event, EventId cause) {
        return event.value().path("causes").findValuesAsText("eventId").contains(cause.value());
    }

    private JsonNode promotion(String name) {
        return find(json("promotions"), "policy", name + "-production");
    }

    private JsonNode policy(String name, String environment) {
        JsonNode repository =
                find(json("policies"), "repository", Delivery.id(name).value());
        return find(repository.path("policies"), "name", name + "-" + environment);
    }

    private static JsonNode find(JsonNode list, String key, String value) {
        for (JsonNode one : list) {
            if (one.path(key).asText().equals(value)) {
                return one;
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
