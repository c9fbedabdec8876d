package dev.millrace.updater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.Topic;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.updater.intake.RefReconciler;
import dev.millrace.updater.repository.ConfigRepositories;
import dev.millrace.updater.repository.ConfigRepository;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From a push to the configuration repository to its event, and the handling of invalid deliveries. */
@QuarkusTest
@TestProfile(UpdaterProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT})
class PushIT extends DeliveryFixture {

    @SuppressWarnings("NullAway.Init")
    @Inject
    RefReconciler reconciler;

    @SuppressWarnings("NullAway.Init")
    @Inject
    ConfigRepositories repositories;

    @Test
    void aUsersPushIsPublishedOnceByWebhookAndPoll() {
        CommitId first = delivery.repository("human", "human-web");
        reconcile("human");
        delivery.withWebhook("human");

        CommitId second = delivery.push("human", Map.of("apps/new.yaml", "a: 1\n", "b.txt", "b"));

        PublishedEvent event = delivery.event(Topic.CONFIG_COMMITTED, Delivery.ofCommit(second));
        RepositoryId id = Delivery.id("human");
        assertThat(event.key()).isEqualTo(id + "#refs/heads/main");
        assertThat(event.at("/origin")).isEqualTo("human");
        assertThat(event.at("/before")).isEqualTo(first.value());
        assertThat(event.value().at("/paths")).hasSize(2);
        assertThat(event.value().at("/edits")).isEmpty();
        assertThat(event.chain()).isEqualTo(ChainId.of(id, second).value());
        assertThat(event.id())
                .isEqualTo(EventId.of("config.committed", id.value(), "refs/heads/main", first.value(), second.value())
                        .value());
        delivery.signed(Delivery.payload(url("human"), "refs/heads/main", first, second));
        reconcile("human");
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(delivery.committed("human").stream()
                        .filter(Delivery.ofCommit(second))
                        .map(PublishedEvent::headers))
                .hasSizeGreaterThan(1));
        assertThat(delivery.committed("human").stream()
                        .filter(Delivery.ofCommit(second))
                        .map(PublishedEvent::id)
                        .distinct())
                .containsExactly(event.id());
    }

    @Test
    void thePollFindsAPushWithoutAWebhook() {
        CommitId first = delivery.repository("polled", "polled-web");
        reconcile("polled");
        CommitId second = delivery.push("polled", Map.of("a.txt", "a"));
        CommitId third = delivery.push("polled", Map.of("b.txt", "b"));
        delivery.workspace().tag("config/polled", "main", "v1.2.3");

        reconcile("polled");

        PublishedEvent event =
                delivery.event(Topic.CONFIG_COMMITTED, Delivery.ofCommit(third).and(seen -> seen.key()
                        .endsWith("#refs/heads/main")));
        assertThat(event.at("/before")).isEqualTo(first.value());
        assertThat(event.value().at("/paths").toString()).contains("a.txt").contains("b.txt");
        delivery.event(
                Topic.CONFIG_COMMITTED,
                seen -> seen.key().equals(Delivery.id("polled") + "#refs/tags/v1.2.3")
                        && seen.at("/commit").equals(third.value()));
        assertThat(delivery.committed("polled").stream().filter(Delivery.ofCommit(second)))
                .isEmpty();
    }

    @Test
    void ourOwnPushHasOneEventIdByWebhookToo() {
        CommitId before = delivery.repository("ours", "ours-web");
        ImageBuilt built = Delivery.built("ours-web", 1);
        delivery.publish(built);
        PublishedEvent own = delivery.updated("ours", built);
        CommitId commit = new CommitId(own.at("/commit"));

        HttpResponse<String> answer = delivery.signed(Delivery.payload(url("ours"), "refs/heads/main", before, commit));

        assertThat(answer.statusCode()).isEqualTo(202);
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(
                        delivery.committed("ours").stream().filter(Delivery.ofCommit(commit)))
                .hasSizeGreaterThan(1));
        List<PublishedEvent> all = delivery.committed("ours").stream()
                .filter(Delivery.ofCommit(commit))
                .toList();
        assertThat(all).extracting(PublishedEvent::id).containsOnly(own.id());
        assertThat(all).extracting(PublishedEvent::value).containsOnly(own.value());
        assertThat(all).extracting(PublishedEvent::chain).containsOnly(own.chain());
    }

    @Test
    void anUnsignedDeliveryIsRefused() {
        byte[] body = Delivery.payload(url("human"), "refs/heads/main", CommitId.NONE, CommitId.NONE);

        assertThat(delivery.webhook(body, Map.of()).statusCode()).isEqualTo(401);
        assertThat(delivery.webhook(body, Map.of("X-Hub-Signature-256", Delivery.signature(body, "another")))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aLargeMalformedOrUnknownDeliveryGetsItsOwnStatus() {
        byte[] large = new byte[(2 << 20) + 1];
        byte[] broken = "{\"ref\":".getBytes(StandardCharsets.UTF_8);
        byte[] unknown = Delivery.payload(
                "https://git.example/who/knows", "refs/heads/main", CommitId.NONE, new CommitId("a".repeat(40)));

        assertThat(delivery.signed(large).statusCode()).isEqualTo(413);
        assertThat(delivery.signed(broken).statusCode()).isEqualTo(400);
        assertThat(delivery.signed(unknown).statusCode()).isEqualTo(202);
        assertThat(delivery.get("q/metrics")).contains("millrace_ignored_total{reason=\"unknown-repository\"}");
    }

    @Test
    void anUnreadableRecordGoesToTheDeadLettersAndTheChannelContinues() {
        delivery.repository("dlq", "dlq-web");
        delivery.record("image.built", "reg.example/shop/dlq-web", Map.of(), new byte[] {1, 2, 3});

        delivery.publish(Delivery.built("dlq-web", 1));

        delivery.updated("dlq", Delivery.built("dlq-web", 1));
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(
                        delivery.seen(event -> event.topic().equals("image.built.dlq")))
                .extracting(event -> event.headers().containsKey("dead-letter-reason"))
                .contains(true));
    }

    @Test
    void readinessIsUpAndReportsTheHosts() {
        String health = delivery.get("q/health/ready");

        assertThat(health)
                .contains("\"name\": \"git\"")
                .contains(Delivery.id("human").value());
        assertThat(delivery.get("q/metrics")).contains("millrace_updater_troubles");
    }

    private void reconcile(String name) {
        ConfigRepository repository = repositories.of(Delivery.id(name)).orElseThrow();
        reconciler.reconcileAll(repository);
    }

    private static String url(String name) {
        return Testbed.shared().gitHost().url("config/" + name).toString();
    }
}
