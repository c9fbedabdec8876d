package dev.millrace.updater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.git.Tree;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.SeenEvent;
import dev.millrace.testbed.git.PushedCommit;
import dev.millrace.updater.repository.ConfigRepositories;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Much at once, all once more, and parts that are away or unwilling. */
@QuarkusTest
@TestProfile(UpdaterProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT})
class FloodIT {
    private static final Pattern HEARD =
            Pattern.compile("millrace_events_in_total\\{type=\"(?:image\\.built|update\\.requested)\"} ([0-9.]+)");

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource("/")
    URI service;

    @SuppressWarnings("NullAway.Init")
    @Inject
    EventPublisher publisher;

    @SuppressWarnings("NullAway.Init")
    @Inject
    ConfigRepositories repositories;

    @SuppressWarnings("NullAway.Init")
    private Delivery delivery;

    @BeforeEach
    void open() {
        delivery = new Delivery(service, publisher);
    }

    @AfterEach
    void close() {
        delivery.close();
    }

    @Test
    void fiveHundredImagesAtOnceBecomeAtMostThreeCommits() {
        String[] images = IntStream.range(0, 500).mapToObj(i -> "flood-" + i).toArray(String[]::new);
        delivery.repository("flood", images);
        List<ImageBuilt> all =
                List.of(images).stream().map(image -> Delivery.built(image, 1)).toList();
        long begun = System.nanoTime();

        delivery.tellAll(all);

        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> delivery.committed("flood").stream()
                                .mapToInt(event -> event.value().path("causes").size())
                                .sum()
                        >= 500);
        System.out.printf("500 images at once: all committed and told after %d ms%n", millisSince(begun));
        assertThat(ours("flood")).hasSizeBetween(1, 3);
        Tree tree = repositories
                .of(Delivery.id("flood"))
                .orElseThrow()
                .mirror()
                .tree(delivery.log("flood").getFirst().id());
        assertThat(images).allSatisfy(image -> assertThat(tree.read("apps/" + image + ".yaml"))
                .contains(Delivery.manifest(image, "t1").getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void allImagesToldOnceMoreFromTheVeryFirstMakeNoCommit() {
        delivery.repository("again", "again-a", "again-b");
        for (int i = 1; i <= 3; i++) {
            delivery.tell(Delivery.built("again-a", i));
            delivery.tell(Delivery.built("again-b", i));
        }
        delivery.updated("again", Delivery.built("again-a", 3));
        delivery.updated("again", Delivery.built("again-b", 3));
        List<SeenEvent> topic = delivery.seen(event -> event.topic().equals(Topic.IMAGE_BUILT.topicName()));
        Map<String, CommitId> before = tips();
        double heard = heard();

        delivery.again(topic.toArray(SeenEvent[]::new));

        await().atMost(Duration.ofMinutes(1)).until(() -> heard() >= heard + topic.size() && queued() == 0);
        assertThat(topic).hasSizeGreaterThanOrEqualTo(6);
        assertThat(tips()).isEqualTo(before);
    }

    @Test
    void aRefusedPushWaitsAndSaysSoUntilTheHostTakesIt() {
        delivery.repository("refused", "refused-web");
        Testbed.shared().gitHost().refusePushes("config/refused", "the branch is protected");
        ImageBuilt built = Delivery.built("refused-web", 1);

        delivery.tell(built);

        await().untilAsserted(() -> assertThat(delivery.get("q/health/ready"))
                .contains("\"status\": \"UP\"")
                .contains("refused: the branch is protected"));
        assertThat(ours("refused")).isEmpty();
        assertThat(delivery.get("q/metrics")).contains("millrace_updater_push_waiting 1.0");
        Testbed.shared().gitHost().takePushes("config/refused");
        delivery.updated("refused", built);
        assertThat(ours("refused")).hasSize(1);
        assertThat(delivery.get("q/metrics")).contains("millrace_updater_push_waiting 0.0");
        assertThat(delivery.get("q/health/ready")).doesNotContain("the branch is protected");
    }

    @Test
    void aPushWhileKafkaIsAwayIsAnsweredSoThatTheHostSendsItAgain() {
        CommitId first = delivery.repository("kafka", "kafka-web");
        CommitId second = delivery.push("kafka", Map.of("a.txt", "a"));
        byte[] body = Delivery.payload(
                Testbed.shared().gitHost().url("config/kafka").toString(), "refs/heads/main", first, second);
        Testbed.shared().kafka().kill();

        HttpResponse<String> away;
        try {
            away = delivery.signed(body);
        } finally {
            Testbed.shared().kafka().start();
        }

        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.headers().firstValue("Retry-After")).isPresent();
        await().atMost(Duration.ofSeconds(30)).until(() -> delivery.signed(body).statusCode() == 202);
        delivery.event(Topic.CONFIG_COMMITTED, Delivery.ofCommit(second));
    }

    private List<PushedCommit> ours(String name) {
        return delivery.log(name).stream()
                .filter(commit -> commit.committer().equals("Millrace"))
                .toList();
    }

    private Map<String, CommitId> tips() {
        return UpdaterProfile.REPOSITORIES.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        name -> delivery.log(name).getFirst().id()));
    }

    private double heard() {
        return HEARD.matcher(delivery.get("q/metrics"))
                .results()
                .filter(found -> found.group().contains("image.built"))
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sum();
    }

    private double queued() {
        Matcher size = Pattern.compile("millrace_queue_size ([0-9.]+)").matcher(delivery.get("q/metrics"));
        return size.find() ? Double.parseDouble(size.group(1)) : Double.NaN;
    }

    private static long millisSince(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }
}
