package dev.millrace.updater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Images without events, found in the registry, and images that must be verified first. */
@QuarkusTest
@TestProfile(UpdaterProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY})
class RegistryScanIT extends DeliveryFixture {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final RegistryPushes registry = new RegistryPushes();

    @Test
    void aNewPolicyGetsTheNewestImageOfItsRegistryWithoutAnEvent() {
        Digest digest = registry.image("looked", "t8", 8);
        registry.image("looked", "t7", 7);

        push("looked", "");

        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(delivery.read("looked", "apps/web.yaml"))
                .contains("/shop/looked:t8' #"));
        EventId built = EventId.of("image.built", RegistryPushes.name("looked"), "t8", digest.value());
        PublishedEvent committed = delivery.event(
                Topic.CONFIG_COMMITTED,
                event ->
                        event.value().path("causes").findValuesAsText("eventId").contains(built.value()));
        assertThat(committed.key()).startsWith(Delivery.id("looked").value());
        assertThat(delivery.seen(event -> event.topic().equals(Topic.IMAGE_BUILT.topicName())
                        && event.key().equals(RegistryPushes.name("looked"))))
                .isEmpty();
    }

    @Test
    void aUsersValueIsNotReplacedByAnOlderImage() {
        double before = ignored();
        registry.image("present", "t0", 5);
        push("present", "");
        await().atMost(TIMEOUT).until(() -> ignored() > before);

        delivery.publish(built("present", 4));
        await().atMost(TIMEOUT).until(() -> ignored() > before + 1);
        delivery.publish(built("present", 6));

        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(delivery.read("present", "apps/web.yaml"))
                .contains("/shop/present:t6' #"));
        assertThat(delivery.log("present")).noneMatch(commit -> commit.message().contains(":t4"));
    }

    @Test
    void aClientWithTheTokenCanRequestAScan() {
        registry.image("asked", "t1", 1);
        push("asked", "");
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(delivery.read("asked", "apps/web.yaml"))
                .contains("/shop/asked:t1' #"));
        registry.image("asked", "t2", 2);

        HttpResponse<String> without = delivery.post("policies/asked/look", Optional.empty());
        HttpResponse<String> wrong = delivery.post("policies/asked/look", Optional.of("guessed"));
        HttpResponse<String> unknown = delivery.post("policies/nobody/look", Optional.of(UpdaterProfile.API_TOKEN));
        HttpResponse<String> answer = delivery.post("policies/asked/look", Optional.of(UpdaterProfile.API_TOKEN));

        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).contains(RegistryPushes.name("asked") + ":t2@sha256:", "\"requested\":true");
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(delivery.read("asked", "apps/web.yaml"))
                .contains("/shop/asked:t2' #"));
    }

    @Test
    void anImageIsWrittenWhenItsSignatureArrives() {
        Digest digest = registry.signed("proved", "1.0.0");
        push("proved", ", verify: {cosign: .millrace/cosign.pub, provenance: {source: github.com/shop/web}}");
        await().atMost(TIMEOUT).until(() -> metric("millrace_stage_seconds_count", "registry-look") > 0);
        String attached = digest.value().replace(':', '-');

        registry.signed("proved", attached + ".att");
        HttpResponse<String> unsigned = delivery.post("policies/proved/look", Optional.of(UpdaterProfile.API_TOKEN));
        registry.signed("proved", attached + ".sig");

        assertThat(unsigned.body()).contains("\"requested\":false");
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(delivery.read("proved", "apps/web.yaml"))
                .contains("/shop/proved:1.0.0' #"));
    }

    private ImageBuilt built(String name, int sequence) {
        Digest digest = registry.image(name, "t" + sequence, sequence);
        return RegistryPushes.built(
                name, "t" + sequence, digest, Optional.of(RegistryPushes.source("git.example/shop/app", sequence)));
    }

    private double ignored() {
        return metric("millrace_ignored_total", "\"not-newer-than-present\"");
    }

    private double metric(String name, String label) {
        return delivery.get("q/metrics")
                .lines()
                .filter(line -> line.startsWith(name) && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Pushes a policy for an image of the registry and a manifest with an older value, and notifies the service. */
    private void push(String name, String more) {
        Map<String, String> files = new HashMap<>();
        files.put(
                ".millrace/updates.yaml",
                "policies:\n  - {name: " + name + ", image: " + RegistryPushes.name(name) + more + "}\n");
        files.put(".millrace/cosign.pub", RegistryPushes.resource("/signed/ecdsa.pub"));
        files.put("apps/web.yaml", Delivery.manifest(name, "t0").replace("reg.example", RegistryPushes.host()));
        CommitId commit = delivery.push(name, files);
        String url = Testbed.shared().gitHost().url("config/" + name).toString();
        HttpResponse<String> response =
                delivery.signed(Delivery.payload(url, "refs/heads/main", CommitId.NONE, commit));
        assertThat(response.statusCode()).isEqualTo(202);
    }
}
