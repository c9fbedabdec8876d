package dev.millrace.updater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.Topic;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Images that are written together, in one version. */
@QuarkusTest
@TestProfile(UpdaterProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT})
class SetsIT extends DeliveryFixture {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @Test
    void imagesOfASetAreWrittenInOneCommitWhenAllOfOneSourceCommitAreThere() {
        delivery.push("sets", Map.of(".millrace/updates.yaml", """
                        policies:
                          - name: trio
                            images: [reg.example/shop/set-a, reg.example/shop/set-b, reg.example/shop/set-c]
                            paths: [kustomization.yaml]
                        """, "kustomization.yaml", kustomization("t0")));
        delivery.publish(built("set-c", 1));
        delivery.publish(built("set-a", 1));
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(delivery.get("policies"))
                .contains("the set trio waits for reg.example/shop/set-b of the version t1, since "));
        // The build of set-b failed. A newer commit is complete, and its images arrive in another order.
        ImageBuilt last = built("set-c", 2);
        delivery.publish(built("set-b", 2));
        delivery.publish(built("set-a", 2));
        assertThat(delivery.read("sets", "kustomization.yaml")).isEqualTo(kustomization("t0"));

        delivery.publish(last);

        PublishedEvent commit = delivery.event(
                Topic.CONFIG_COMMITTED,
                event -> event.key().startsWith(Delivery.id("sets") + "#")
                        && event.at("/origin").equals("update"));
        assertThat(commit.value().at("/edits").findValuesAsText("policy"))
                .containsExactlyInAnyOrder("trio.set-a", "trio.set-b", "trio.set-c");
        assertThat(delivery.read("sets", "kustomization.yaml")).isEqualTo(kustomization("t2"));
        assertThat(delivery.log("sets").getFirst().message())
                .contains("\nMillrace-Image: reg.example/shop/set-a:t2@")
                .contains("\nMillrace-Image: reg.example/shop/set-b:t2@")
                .contains("\nMillrace-Image: reg.example/shop/set-c:t2@");
        assertThat(delivery.log("sets").get(1).message()).startsWith("Change sets");
    }

    /** The n-th image of the set, built from the n-th commit of one repository. */
    private static ImageBuilt built(String image, int sequence) {
        ImageBuilt own = Delivery.built(image, sequence);
        return new ImageBuilt(
                own.image(),
                own.tag(),
                own.digest(),
                List.of(),
                Delivery.built("set", sequence).source(),
                Optional.empty(),
                own.engine(),
                own.origin(),
                own.startedAt(),
                own.builtAt(),
                own.pushedAt());
    }

    private static String kustomization(String tag) {
        StringBuilder text = new StringBuilder("images:\n");
        List.of("set-a", "set-b", "set-c")
                .forEach(name -> text.append("  - name: reg.example/shop/" + name + "\n    newTag: " + tag + "\n"));
        return text.toString();
    }
}
