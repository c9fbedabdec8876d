package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static dev.millrace.sync.Deployed.deployment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.cluster.Cluster;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a commit to the state of the cluster, on real parts. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class SyncIT {
    private final EventPublisher publisher;

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @Inject
    SyncIT(EventPublisher publisher) {
        this.publisher = publisher;
    }

    @BeforeEach
    void listen() {
        tap = new EventTap(Testbed.shared().kafka().bootstrapServers());
    }

    @AfterEach
    void stopListening() {
        tap.close();
    }

    @Test
    void bringsPlainManifestsAndTellsTheirOutcome() {
        Deployed app = new Deployed("plain", tap);
        CommitId commit = app.push(Map.of(
                "web/config.yaml", configMap("settings", "1"), "web/web.yaml", deployment("web", "shop/web:1", "")));

        app.follow("web");

        PublishedEvent outcome = app.outcome(commit);
        assertThat(outcome.at("/outcome")).isEqualTo("Succeeded");
        assertThat(outcome.at("/counts/created")).isEqualTo("2");
        assertThat(outcome.at("/images/0")).isEqualTo("shop/web:1");
        assertThat(outcome.at("/healthyAt")).isNotEmpty();
        assertThat(outcome.chain())
                .isEqualTo(ChainId.of(app.repositoryId(), commit).value());
        JsonNode annotations = app.object("deployment", "web").at("/metadata/annotations");
        assertThat(annotations.path("millrace.dev/application").asText())
                .isEqualTo(app.id().toString());
        assertThat(annotations.path("millrace.dev/applied").asText()).hasSize(64);
        app.awaitReady(commit);
        assertThat(app.status().path("health").asText()).isEqualTo("Healthy");
        assertThat(app.condition("Healthy")).isEqualTo("True");
        assertThat(app.status().at("/history/0/revision").asText()).isEqualTo(commit.value());
        assertThat(app.status().at("/history/0/outcome").asText()).isEqualTo("Succeeded");
        assertThat(app.kubectl("get", "mapp", "-n", app.namespace))
                .contains(commit.shortForm())
                .doesNotContain(commit.value());
    }

    @Test
    void rendersAKustomizeOverlay() {
        Deployed app = new Deployed("kustomize", tap);
        CommitId commit = app.push(Map.of(
                "base/kustomization.yaml", "resources: [web.yaml]\n",
                "base/web.yaml", deployment("web", "shop/web:1", ""),
                "overlays/staging/kustomization.yaml",
                        "resources: [../../base]\nnamePrefix: staging-\nimages: [{name: shop/web, newTag: '2'}]\n"));

        app.follow("overlays/staging");

        assertThat(app.outcome(commit).at("/outcome")).isEqualTo("Succeeded");
        assertThat(app.object("deployment", "staging-web")
                        .at("/spec/template/spec/containers/0/image")
                        .asText())
                .isEqualTo("shop/web:2");
    }

    @Test
    void anEventBringsTheCommitAtOnceAndOnlyWhatChanged() {
        Deployed app = new Deployed("event", tap);
        CommitId first = app.push(Map.of("a.yaml", configMap("a", "1"), "b.yaml", configMap("b", "1")));
        app.follow("");
        app.outcome(first);
        String untouched = version(app, "a");

        CommitId second = app.push(Map.of("b.yaml", configMap("b", "2")));
        publisher.publish(app.committed(second));

        PublishedEvent outcome = app.outcome(second);
        assertThat(outcome.at("/trigger")).isEqualTo("event");
        assertThat(outcome.at("/counts/configured")).isEqualTo("1");
        assertThat(outcome.at("/counts/unchanged")).isEqualTo("1");
        assertThat(outcome.at("/previous")).isEqualTo(first.value());
        assertThat(outcome.cause()).contains(app.committed(second).id().value());
        assertThat(app.object("configmap", "b").at("/data/value").asText()).isEqualTo("2");
        assertThat(version(app, "a")).isEqualTo(untouched);
    }

    @Test
    void aCommitThatTouchesNothingOfItCostsTheApplicationNothing() {
        Deployed app = new Deployed("untouched", tap);
        CommitId first = app.push(Map.of("web/a.yaml", configMap("a", "1"), "other/b.yaml", configMap("b", "1")));
        app.follow("web");
        app.awaitReady(first);
        String before = app.application().at("/metadata/resourceVersion").asText();

        CommitId second = app.push(Map.of("other/b.yaml", configMap("b", "2")));
        publisher.publish(app.committed(second));
        app.followAs("after", "other", "dependsOn: [{name: app}]"); // continues when the other is at the same commit
        await().atMost(Deployed.SOON)
                .until(() ->
                        app.object("configmap", "b").at("/data/value").asText().equals("2"));
        String afterSecond = app.application().at("/metadata/resourceVersion").asText();
        CommitId third = app.push(Map.of("web/a.yaml", configMap("a", "2")));
        publisher.publish(app.committed(third));

        PublishedEvent outcome = app.outcome(third);
        assertThat(outcome.at("/attempt")).isEqualTo("2");
        assertThat(outcome.at("/previous")).isEqualTo(first.value());
        assertThat(afterSecond).isEqualTo(before);
        assertThat(app.outcomes()).hasSize(2);
    }

    @Test
    void prunesWhatACommitNoLongerHolds() {
        Deployed app = new Deployed("prune", tap);
        CommitId first = app.push(
                Map.of("a.yaml", configMap("a", "1"), "b.yaml", configMap("b", "1"), "c.yaml", configMap("c", "1")));
        app.follow("");
        app.outcome(first);

        CommitId second = app.push(Map.of(), Set.of("c.yaml"));
        publisher.publish(app.committed(second));

        assertThat(app.outcome(second).at("/counts/pruned")).isEqualTo("1");
        assertThat(app.object("configmap", "c").isMissingNode()).isTrue();
        assertThat(app.object("configmap", "a").isMissingNode()).isFalse();
    }

    @Test
    void pruningMoreThanHalfWaitsForAPersonToConfirmIt() {
        Deployed app = new Deployed("confirm", tap);
        app.push(Map.of("a.yaml", configMap("a", "1"), "b.yaml", configMap("b", "1"), "c.yaml", configMap("c", "1")));
        app.follow("");
        app.attempt(1);

        CommitId second = app.push(Map.of(), Set.of("b.yaml", "c.yaml"));
        publisher.publish(app.committed(second));
        PublishedEvent withheld = app.attempt(2);
        await().atMost(Deployed.SOON).until(() -> app.condition("Stalled").equals("True"));
        boolean stillThere = !app.object("configmap", "c").isMissingNode();
        app.kubectl("annotate", "mapp", "app", "-n", app.namespace, "millrace.dev/confirm-prune=" + second);

        assertThat(withheld.at("/outcome")).isEqualTo("Failed");
        assertThat(withheld.at("/message")).contains("2 of 3 objects would be deleted");
        assertThat(withheld.at("/waitingForPrune/1/name")).isNotEmpty();
        assertThat(stillThere).isTrue();
        assertThat(app.attempt(3).at("/counts/pruned")).isEqualTo("2");
        assertThat(app.object("configmap", "c").isMissingNode()).isTrue();
    }

    @Test
    void aNewerCommitTakesThePlaceOfARolloutThatHangs() {
        Deployed app = new Deployed("supersede", tap);
        CommitId hanging =
                app.push(Map.of("web.yaml", deployment("web", "shop/web:1", ", " + Cluster.FAIL + ": unready")));
        app.follow("");
        await().atMost(Deployed.SOON)
                .until(() -> app.condition("Reconciling").equals("True")
                        && app.status().path("attempt").asInt() == 1);

        CommitId fixed = app.push(Map.of("web.yaml", deployment("web", "shop/web:2", "")));
        publisher.publish(app.committed(fixed));

        assertThat(app.outcome(hanging).at("/outcome")).isEqualTo("Superseded");
        assertThat(app.outcome(fixed).at("/outcome")).isEqualTo("Succeeded");
        assertThat(app.outcomes()).hasSize(2);
    }

    @Test
    void thePollFindsACommitThatNoEventTold() {
        Deployed app = new Deployed("poll", tap);
        CommitId first = app.push(Map.of("a.yaml", configMap("a", "1")));
        app.follow("", "poll: 1s");
        app.outcome(first);

        CommitId second = app.push(Map.of("a.yaml", configMap("a", "2")));

        assertThat(app.outcome(second).at("/trigger")).isEqualTo("poll");
    }

    @Test
    void aCommitOfOursCarriesItsChainOn() {
        Deployed app = new Deployed("chain", tap);
        String chain = "11111111-1111-5111-8111-111111111111";
        String event = "22222222-2222-5222-8222-222222222222";
        CommitId commit = app.push(
                Map.of("a.yaml", configMap("a", "1")),
                "Update\n\nMillrace-Chain: %s\nMillrace-Event: %s\n".formatted(chain, event));

        app.follow("");

        PublishedEvent outcome = app.outcome(commit);
        assertThat(outcome.chain()).isEqualTo(chain);
        assertThat(outcome.at("/causes/0/eventId")).isEqualTo(event);
    }

    @Test
    void aRequestOfOursThatAPersonMergesCarriesItsChainOn() {
        Deployed app = new Deployed("merged", tap);
        String chain = "33333333-3333-5333-8333-333333333333";
        String event = "44444444-4444-5444-8444-444444444444";
        SigningUser person = new SigningUser(app.repository);
        CommitId first = person.commit("a.yaml", configMap("a", "1"));
        app.follow("");
        app.awaitReady(first);

        CommitId merge = person.merge(
                "a.yaml",
                configMap("a", "2"),
                "Update\n\nMillrace-Chain: %s\nMillrace-Event: %s\n".formatted(chain, event));
        publisher.publish(app.committed(merge));

        PublishedEvent outcome = app.outcome(merge);
        assertThat(outcome.chain()).isEqualTo(chain);
        assertThat(outcome.at("/causes/0/eventId")).isEqualTo(event);
        assertThat(outcome.at("/causes/1/eventId")).isEmpty();
    }

    @Test
    void leavesTheObjectsAndForgetsTheRecordOfADeletedApplication() {
        Deployed app = new Deployed("deleted", tap);
        app.push(Map.of("a.yaml", configMap("a", "1")));
        app.follow("");
        app.attempt(1);
        String uid = app.application().at("/metadata/uid").asText();

        app.kubectl("delete", "mapp", "app", "-n", app.namespace);

        await().atMost(Deployed.SOON).until(() -> app.kubectl(
                        "get",
                        "secrets",
                        "-n",
                        AgentUnderTest.NAMESPACE,
                        "-l",
                        "millrace.dev/record=" + uid,
                        "-o",
                        "name")
                .isBlank());
        assertThat(app.object("configmap", "a").isMissingNode()).isFalse();
    }

    private static String version(Deployed app, String name) {
        return app.object("configmap", name).at("/metadata/resourceVersion").asText();
    }
}
