package dev.millrace.updater;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.SyncCompleted.Outcome;
import dev.millrace.events.Topic;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One policy for 40 services in three environments: 120 places, of which each image changes its own. */
@QuarkusTest
@TestProfile(UpdaterProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT})
class ManyServicesIT extends DeliveryFixture {
    private static final String FLEET = "fleet";
    private static final int SERVICES = 40;
    private static final List<String> ENVIRONMENTS = List.of("staging", "canary", "production");

    private static final String POLICIES = """
            environments:
              staging: {applications: ["local/shop/{service}-{environment}"]}
              canary: {applications: ["local/shop/{service}-{environment}"]}
              production: {applications: ["local/shop/{service}-{environment}"]}
            defaults:
              branches: [main]
            policies:
              - name: "{service}-{environment}"
                image: reg.example/shop/{service}
                paths: ["apps/{service}/overlays/{environment}/**"]
                onFailure: revert
                environments:
                  staging: {}
                  canary: {after: {environment: staging, healthy: 1s}}
                  production: {after: {environment: canary, healthy: 1h}}
            """;

    /** The branch is pushed once; each test has services of its own. */
    @BeforeEach
    void push() {
        if (delivery.read(FLEET, ".millrace/updates.yaml").isEmpty()) {
            Map<String, String> files = new HashMap<>();
            files.put(".millrace/updates.yaml", POLICIES);
            for (int i = 0; i < SERVICES; i++) {
                String service = "fleet-" + i;
                ENVIRONMENTS.forEach(name -> files.put(path(service, name), kustomization(service, "t0")));
            }
            delivery.push(FLEET, files);
        }
    }

    @Test
    void anImageIsPromotedForItsServiceWhileAllOthersAreSilent() {
        ImageBuilt built = Delivery.built("fleet-7", 1);
        delivery.publish(built);
        PublishedEvent staged = delivery.updated(FLEET, built);
        assertThat(staged.value().at("/edits")).hasSize(1);
        assertThat(staged.at("/edits/0/policy")).isEqualTo("fleet-7-staging");
        assertThat(staged.at("/edits/0/path")).isEqualTo(path("fleet-7", "staging"));

        SyncCompleted healthy = synced("fleet-7", 1, Outcome.Succeeded, staged, Optional.empty());
        delivery.publish(healthy);

        PublishedEvent promoted = delivery.event(
                Topic.CONFIG_COMMITTED,
                event -> event.key().startsWith(Delivery.id(FLEET) + "#") && PromotionIT.causedBy(event, healthy.id()));
        assertThat(promoted.at("/edits/0/policy")).isEqualTo("fleet-7-canary");
        assertThat(delivery.read(FLEET, path("fleet-7", "canary"))).isEqualTo(kustomization("fleet-7", "t1"));
        assertThat(delivery.read(FLEET, path("fleet-7", "production"))).isEqualTo(kustomization("fleet-7", "t0"));
        assertThat(delivery.read(FLEET, path("fleet-8", "staging"))).isEqualTo(kustomization("fleet-8", "t0"));
    }

    @Test
    void aFailedRolloutOfOneServiceIsRevertedForItAlone() {
        ImageBuilt good = Delivery.built("fleet-9", 1);
        delivery.publish(good);
        PublishedEvent first = delivery.updated(FLEET, good);
        delivery.publish(synced("fleet-9", 1, Outcome.Succeeded, first, Optional.empty()));
        ImageBuilt bad = Delivery.built("fleet-9", 2);
        delivery.publish(bad);
        PublishedEvent second = delivery.updated(FLEET, bad);

        SyncCompleted failed = synced("fleet-9", 2, Outcome.Failed, second, Optional.of(first));
        delivery.publish(failed);

        PublishedEvent back = delivery.event(
                Topic.CONFIG_COMMITTED,
                event -> event.key().startsWith(Delivery.id(FLEET) + "#")
                        && event.at("/origin").equals("rollback")
                        && PromotionIT.causedBy(event, failed.id()));
        assertThat(back.value().at("/edits")).hasSize(1);
        assertThat(back.at("/edits/0/policy")).isEqualTo("fleet-9-staging");
        assertThat(delivery.read(FLEET, path("fleet-9", "staging"))).isEqualTo(kustomization("fleet-9", "t1"));
    }

    @Test
    void aServiceHasItsPoliciesAsSoonAsItHasAFolder() {
        ImageBuilt early = Delivery.built("fleet-new", 1);
        delivery.publish(early);
        delivery.push(FLEET, Map.of(path("fleet-new", "staging"), kustomization("fleet-new", "t0")));

        ImageBuilt built = Delivery.built("fleet-new", 2);
        delivery.publish(built);

        assertThat(delivery.updated(FLEET, built).at("/edits/0/policy")).isEqualTo("fleet-new-staging");
        assertThat(delivery.read(FLEET, path("fleet-new", "staging"))).isEqualTo(kustomization("fleet-new", "t2"));
        assertThat(delivery.get("policies")).contains("\"fleet-new-staging\"").doesNotContain("\"fleet-new-canary\"");
    }

    private static SyncCompleted synced(
            String service, long attempt, Outcome outcome, PublishedEvent commit, Optional<PublishedEvent> previous) {
        return PromotionIT.synced(Delivery.id(FLEET), service, attempt, outcome, commit, previous);
    }

    private static String path(String service, String environment) {
        return "apps/" + service + "/overlays/" + environment + "/kustomization.yaml";
    }

    private static String kustomization(String service, String tag) {
        return "resources: [../../base]\nimages:\n  - name: reg.example/shop/" + service + "\n    newTag: " + tag
                + "\n";
    }
}
