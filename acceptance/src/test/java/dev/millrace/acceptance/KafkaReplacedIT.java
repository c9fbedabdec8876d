package dev.millrace.acceptance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.kafka.Kafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kafka comes back, at the same address, without events that it had acknowledged. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class KafkaReplacedIT {
    private static final String POLICY = "web-production";

    private final OpenShop shop = OpenShop.shop();
    private final Kafka kafka = shop.delivery.kafka();

    @AfterEach
    void release() {
        command("release");
        shop.tap.reread();
    }

    @Test
    void noAcknowledgedEventAndNoHoldIsMissingInAnEmptyKafka() {
        Set<String> acknowledged = deliver();
        command("hold");

        kafka.wipe();
        kafka.start();

        try (EventTap tap = new EventTap(kafka.bootstrapServers())) {
            awaitAll(tap, acknowledged);
            isDelivered(tap, 6);
            shop.delivery.agent().kill();
            shop.delivery.agent().start();
            isDelivered(tap, 7);
            awaitHold(tap);
        }
    }

    @Test
    void aHoldIsKeptByGitWhenKafkaIsReplacedWhileTheUpdaterIsDown() {
        command("hold");
        shop.delivery.updater().kill();

        kafka.wipe();
        kafka.start();
        shop.delivery.updater().start();

        await().atMost(OpenShop.TIMEOUT).until(() -> get("policies").contains("\"by\":\"ada\""));
        try (EventTap tap = new EventTap(kafka.bootstrapServers())) {
            awaitHold(tap);
        }
    }

    @Test
    @Tag("attack")
    void noAcknowledgedEventIsMissingInAnOlderKafka() {
        kafka.save();
        kafka.start();
        shop.tap.reread();
        Set<String> acknowledged = deliver();

        kafka.restore();
        kafka.start();

        try (EventTap tap = new EventTap(kafka.bootstrapServers())) {
            awaitAll(tap, acknowledged);
            isDelivered(tap, 8);
        }
    }

    @Test
    @Tag("attack")
    void noAcknowledgedEventIsMissingInATopicThatWasCreatedAgain() throws ExecutionException, InterruptedException {
        Set<String> acknowledged = deliver();
        command("hold");

        recreate(Topic.SYNC_COMPLETED, Topic.POLICY_STATE, Topic.SOURCE_CHANGED);

        try (EventTap tap = new EventTap(kafka.bootstrapServers())) {
            awaitAll(tap, acknowledged);
            awaitHold(tap);
            isDelivered(tap, 9);
        }
    }

    /** Delivers a push to staging, and returns the ids of all events of its chain. */
    private Set<String> deliver() {
        PublishedEvent built = shop.awaitBuilt(shop.pushApplication());
        PublishedEvent committed = shop.awaitCommitFor(built);
        shop.awaitStaging(new CommitId(committed.at("/commit")));
        Set<String> ids = shop.tap.events().stream()
                .filter(event -> event.chain().equals(built.chain()))
                .map(PublishedEvent::id)
                .collect(Collectors.toSet());
        assertFalse(ids.isEmpty());
        return ids;
    }

    private static void awaitAll(EventTap tap, Set<String> ids) {
        await().atMost(OpenShop.TIMEOUT).untilAsserted(() -> {
            Set<String> present = tap.events().stream().map(PublishedEvent::id).collect(Collectors.toSet());
            assertEquals(
                    Set.of(), ids.stream().filter(id -> !present.contains(id)).collect(Collectors.toSet()));
        });
    }

    /** Checks that a user's commit is applied, and that its end is an event. */
    private void isDelivered(EventTap tap, int replicas) {
        CommitId commit = shop.pushReplicas(replicas);
        Optional<PublishedEvent> ended = tap.await(
                Topic.SYNC_COMPLETED,
                event -> event.isAbout(OpenShop.STAGING)
                        && event.at("/revision").equals(commit.value())
                        && event.at("/outcome").equals("Succeeded"),
                OpenShop.TIMEOUT);
        assertFalse(ended.isEmpty(), "no end of the sync of " + commit);
        assertEquals(Integer.toString(replicas), shop.replicas());
    }

    private static void awaitHold(EventTap tap) {
        Optional<PublishedEvent> hold = tap.await(
                Topic.POLICY_STATE,
                event -> event.key().endsWith("/" + POLICY)
                        && event.at("/hold/by").equals("ada"),
                OpenShop.TIMEOUT);
        assertFalse(hold.isEmpty(), "no hold");
    }

    private void recreate(Topic... topics) throws ExecutionException, InterruptedException {
        List<String> names = Stream.of(topics).map(Topic::topicName).toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.deleteTopics(names).all().get();
            await().atMost(OpenShop.TIMEOUT)
                    .until(() -> admin.listTopics().names().get().stream().noneMatch(names::contains));
            admin.createTopics(Stream.of(topics)
                            .map(topic -> new NewTopic(topic.topicName(), topic.partitions(), (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    /** A user's command, repeated until the service has loaded what it needs. */
    private void command(String command) {
        await().atMost(OpenShop.TIMEOUT)
                .until(() -> send(HttpRequest.newBuilder(path(
                                                "policies/" + POLICY + "/" + command + "?repository=" + repository()))
                                        .header("Authorization", "Bearer " + OpenShop.UPDATER_TOKEN)
                                        .header("Content-Type", "application/json")
                                        .POST(HttpRequest.BodyPublishers.ofString(
                                                "{\"by\": \"ada\", \"reason\": \"Kafka is replaced\"}")))
                                .statusCode()
                        == 200);
    }

    private String repository() {
        String url =
                shop.delivery.gitHost().url(LocalDelivery.CONFIG_REPOSITORY).toString();
        return RepositoryId.parse(url).value();
    }

    private String get(String path) {
        return send(HttpRequest.newBuilder(path(path))).body();
    }

    private URI path(String path) {
        return shop.delivery.updater().url().resolve("/" + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
