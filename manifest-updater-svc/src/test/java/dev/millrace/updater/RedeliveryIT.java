package dev.millrace.updater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.git.PushedCommit;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Repeated events, and unavailable or refusing parts. */
@QuarkusTest
@TestProfile(UpdaterProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT})
class RedeliveryIT extends DeliveryFixture {
    private static final Pattern IGNORED = Pattern.compile("millrace_ignored_total\\{[^}]*} ([0-9.]+)");

    @Test
    void replayingAllImagesFromTheFirstCreatesNoCommit() {
        delivery.repository("again", "again-a", "again-b");
        for (int i = 1; i <= 3; i++) {
            delivery.publish(Delivery.built("again-a", i));
            delivery.publish(Delivery.built("again-b", i));
        }
        delivery.updated("again", Delivery.built("again-a", 3));
        delivery.updated("again", Delivery.built("again-b", 3));
        List<PublishedEvent> topic = delivery.seen(event -> event.topic().equals(Topic.IMAGE_BUILT.topicName()));
        Map<String, CommitId> before = tips();
        long ours = topic.stream()
                .filter(event -> event.at("/image").matches(".*/(again|flood)-.*"))
                .count();
        double ignored = ignored();

        delivery.again(topic.toArray(PublishedEvent[]::new));

        await().atMost(Duration.ofMinutes(1)).until(() -> ignored() >= ignored + ours);
        assertThat(ours).isGreaterThanOrEqualTo(6);
        assertThat(tips()).isEqualTo(before);
    }

    @Test
    void aRefusedPushWaitsAndIsReportedUntilTheHostAcceptsIt() {
        delivery.repository("refused", "refused-web");
        Testbed.shared().gitHost().refusePushes("config/refused", "the branch is protected");
        ImageBuilt built = Delivery.built("refused-web", 1);

        delivery.publish(built);

        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(delivery.get("q/health/ready"))
                .contains("\"status\": \"UP\"")
                .contains("push refused: "));
        assertThat(ours("refused")).isEmpty();
        assertThat(delivery.get("q/metrics")).contains("millrace_updater_push_waiting 1.0");
        Testbed.shared().gitHost().acceptPushes("config/refused");
        delivery.updated("refused", built);
        assertThat(ours("refused")).hasSize(1);
        assertThat(delivery.get("q/metrics")).contains("millrace_updater_push_waiting 0.0");
        assertThat(delivery.get("q/health/ready")).doesNotContain("the branch is protected");
    }

    @Test
    void aPushWhileKafkaIsUnavailableIsAnsweredSoThatTheHostSendsItAgain() {
        CommitId first = delivery.repository("kafka", "kafka-web");
        CommitId second = delivery.push("kafka", Map.of("a.txt", "a"));
        byte[] body = Delivery.payload(
                Testbed.shared().gitHost().url("config/kafka").toString(), "refs/heads/main", first, second);
        Testbed.shared().kafka().kill();

        HttpResponse<String> response;
        try {
            response = delivery.signed(body);
        } finally {
            Testbed.shared().kafka().start();
        }

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        await().atMost(Duration.ofMinutes(2)).until(() -> delivery.signed(body).statusCode() == 202);
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

    private double ignored() {
        return IGNORED.matcher(delivery.get("q/metrics"))
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sum();
    }
}
