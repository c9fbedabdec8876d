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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** From an image to a commit on the branch and its event: once, only forward, never against a user's decision. */
@QuarkusTest
@TestProfile(UpdaterProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT})
class UpdateIT extends DeliveryFixture {

    @Test
    void anImageBecomesACommitThatChangesOnlyTheValue() {
        CommitId before = delivery.repository("plain", "plain-web");
        ImageBuilt built = Delivery.built("plain-web", 1);

        delivery.publish(built);

        PublishedEvent event = delivery.updated("plain", built);
        assertThat(delivery.read("plain", "apps/plain-web.yaml")).isEqualTo(Delivery.manifest("plain-web", "t1"));
        PushedCommit commit = delivery.log("plain").getFirst();
        assertThat(commit.committer()).isEqualTo("Millrace");
        assertThat(commit.message())
                .startsWith("Update plain-web to shop/plain-web:t1\n")
                .contains("\nMillrace-Chain: " + Delivery.chain(built))
                .contains("\nMillrace-Event: " + built.id())
                .contains("\nMillrace-Policy: plain-web\n")
                .contains("\nMillrace-Image: reg.example/shop/plain-web:t1@" + built.digest())
                .contains("\nMillrace-Source: git.example/shop/app@")
                .contains("\nMillrace-Built: refs/heads/main 1 2026-03-14T12:00:01Z\n")
                .contains("\nTraceparent: " + Delivery.TRACE);
        assertThat(event.at("/commit")).isEqualTo(commit.id().value());
        assertThat(event.at("/before")).isEqualTo(before.value());
        assertThat(event.at("/parent")).isEqualTo(before.value());
        assertThat(event.at("/origin")).isEqualTo("update");
        assertThat(event.at("/paths/0")).isEqualTo("apps/plain-web.yaml");
        assertThat(event.at("/edits/0/policy")).isEqualTo("plain-web");
        assertThat(event.at("/edits/0/field")).isEqualTo("image");
        assertThat(event.at("/edits/0/from")).isEqualTo("reg.example/shop/plain-web:t0");
        assertThat(event.at("/edits/0/to")).isEqualTo("reg.example/shop/plain-web:t1");
        assertThat(event.chain()).isEqualTo(Delivery.chain(built).value());
        assertThat(event.cause()).contains(built.id().value());
        assertThat(delivery.get("policies"))
                .contains("\"value\":\"reg.example/shop/plain-web:t1\"")
                .contains("\"commit\":\"" + commit.id() + "\"");
    }

    @Test
    void imagesThatArriveTogetherBecomeFewCommits() {
        String[] images = IntStream.range(0, 20).mapToObj(i -> "many-" + i).toArray(String[]::new);
        delivery.repository("many", images);
        List<ImageBuilt> all =
                List.of(images).stream().map(image -> Delivery.built(image, 1)).toList();

        all.forEach(delivery::publish);

        all.forEach(built -> delivery.updated("many", built));
        // How many arrive within one window depends on the machine; the window itself has tests of its own.
        assertThat(delivery.log("many")).hasSizeLessThan(images.length);
        assertThat(delivery.log("many"))
                .anySatisfy(commit -> assertThat(commit.message().lines())
                        .filteredOn(line -> line.startsWith("Millrace-Event: "))
                        .hasSizeGreaterThan(1));
        List.of(images).forEach(image -> assertThat(delivery.read("many", "apps/" + image + ".yaml"))
                .isEqualTo(Delivery.manifest(image, "t1")));
    }

    @Test
    void repeatedLateAndShuffledEventsNeverDowngrade() {
        delivery.repository("late", "late-web", "late-end");
        List<Integer> order = new ArrayList<>(
                IntStream.range(0, 16).map(i -> 1 + i % 8).boxed().toList());
        Collections.shuffle(order, new Random(7));

        delivery.publish(Delivery.built("late-web", 9));
        delivery.updated("late", Delivery.built("late-web", 9));
        order.forEach(sequence -> delivery.publish(Delivery.built("late-web", sequence)));
        delivery.publish(Delivery.built("late-web", 9));
        delivery.publish(Delivery.built("late-end", 1));

        delivery.updated("late", Delivery.built("late-end", 1));
        assertThat(delivery.read("late", "apps/late-web.yaml")).isEqualTo(Delivery.manifest("late-web", "t9"));
        assertThat(delivery.log("late")).hasSize(4);
    }

    @Test
    void concurrentPushesOfAUserAllSurvive() {
        delivery.repository("conflict", "conflict-web");

        for (int i = 1; i <= 5; i++) {
            delivery.publish(Delivery.built("conflict-web", i));
            String name = "by-hand-" + i;
            await().atMost(Duration.ofMinutes(2))
                    .ignoreExceptions()
                    .until(() ->
                            delivery.push("conflict", Map.of(name, "x")).value().length() == 40);
        }

        delivery.updated("conflict", Delivery.built("conflict-web", 5));
        assertThat(delivery.read("conflict", "apps/conflict-web.yaml"))
                .isEqualTo(Delivery.manifest("conflict-web", "t5"));
        assertThat(delivery.log("conflict"))
                .filteredOn(commit -> commit.committer().equals("Dana Miller"))
                .hasSize(7);
    }

    @Test
    void aUsersRevertHoldsUntilANewerImageArrives() {
        delivery.repository("revert", "revert-web", "revert-end");
        delivery.publish(Delivery.built("revert-web", 2));
        delivery.updated("revert", Delivery.built("revert-web", 2));

        delivery.workspace().revertTip("config/revert", "main");
        delivery.publish(Delivery.built("revert-web", 2));
        delivery.publish(Delivery.built("revert-web", 1));
        delivery.publish(Delivery.built("revert-end", 1));

        delivery.updated("revert", Delivery.built("revert-end", 1));
        assertThat(delivery.read("revert", "apps/revert-web.yaml")).isEqualTo(Delivery.manifest("revert-web", "t0"));
        delivery.publish(Delivery.built("revert-web", 3));
        delivery.updated("revert", Delivery.built("revert-web", 3));
        assertThat(delivery.read("revert", "apps/revert-web.yaml")).isEqualTo(Delivery.manifest("revert-web", "t3"));
    }

    @Test
    void aBrokenPolicyFileIsReportedAndTheLastGoodOneStays() {
        delivery.repository("broken", "broken-web");
        delivery.push("broken", Map.of(".millrace/updates.yaml", "policies:\n  - {name: broken-web, imag: x}\n"));

        delivery.publish(Delivery.built("broken-web", 1));

        delivery.updated("broken", Delivery.built("broken-web", 1));
        assertThat(delivery.get("policies")).contains(".millrace/updates.yaml:2:24: unknown key 'imag'");
    }

    @Test
    void anInvalidFileIsReportedAndTheOthersAreEdited() {
        Map<String, String> files = new HashMap<>(Delivery.files("unreadable-web"));
        files.put("apps/chart.yaml", "a: 1\n{{ if }}\nb: x # {\"$imagepolicy\": \"unreadable-web\"}\n");
        files.put("apps/typo.yaml", "b: x # {\"$imagepolicy\": \"unreadable-wob\"}\n");
        delivery.repository("unreadable");
        delivery.push("unreadable", files);

        delivery.publish(Delivery.built("unreadable-web", 1));

        delivery.updated("unreadable", Delivery.built("unreadable-web", 1));
        assertThat(delivery.get("policies"))
                .contains("apps/chart.yaml:3: not YAML")
                .contains("apps/typo.yaml:1: unknown policy in the marker: unreadable-wob");
    }

    @Test
    void aRepeatedRequestFindsItsCommitAndPublishesTheSameEvent() {
        delivery.repository("replay", "replay-web");
        ImageBuilt built = Delivery.built("replay-web", 1);
        delivery.publish(built);
        PublishedEvent first = delivery.updated("replay", built);
        PublishedEvent request = delivery.event(
                Topic.UPDATE_REQUESTED,
                event -> event.key().startsWith(Delivery.id("replay") + "#")
                        && event.at("/image").endsWith("/replay-web"));

        delivery.again(request);

        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(delivery.committed("replay").stream()
                        .filter(event -> event.id().equals(first.id())))
                .hasSizeGreaterThan(1));
        assertThat(delivery.log("replay")).hasSize(3);
    }

    @Test
    void aRepositoryWithoutItsBranchAsksForNothing() {
        if (!Testbed.shared().gitHost().hasRepository("config/branchless")) {
            Testbed.shared().gitHost().createRepository("config/branchless");
        }
        AtomicInteger images = new AtomicInteger();

        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    delivery.publish(Delivery.built("branchless-web", images.incrementAndGet()));
                    return delivery.get("q/metrics").contains("millrace_ignored_total{reason=\"no-branch\"}");
                });

        delivery.repository("plain", "plain-after");
        ImageBuilt built = Delivery.built("plain-after", 1);
        delivery.publish(built);
        delivery.updated("plain", built);
    }
}
