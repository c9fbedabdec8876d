package dev.millrace.builder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Topic;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Images reported by notifications of the registry. */
@QuarkusTest
@TestProfile(BuilderProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY})
class RegistryIT extends DeliveryFixture {
    private static final String PATH = "webhooks/registry/distribution";
    private static final Map<String, String> AUTHORIZED =
            Map.of("Authorization", BuilderProfile.REGISTRY_AUTHORIZATION);

    @Test
    void anExternalImageIsPublished() {
        delivery.base();
        delivery.base();
        Testbed.shared().registry().notify(service.resolve(PATH), BuilderProfile.REGISTRY_AUTHORIZATION);

        String digest = delivery.retag("base/busybox", "1", "external");

        PublishedEvent built =
                delivery.event(Topic.IMAGE_BUILT, event -> event.at("/tag").equals("external"));
        ImageName image = new ImageName(delivery.registry() + "/base/busybox");
        assertThat(built.key()).isEqualTo(image.value());
        assertThat(built.at("/digest")).isEqualTo(digest);
        assertThat(built.at("/origin")).isEqualTo("registry");
        assertThat(built.at("/platforms/0")).startsWith("linux/");
        assertThat(built.value().has("source")).isFalse();
        assertThat(built.chain())
                .isEqualTo(ChainId.of(image, new Digest(digest)).value());
        PublishedEvent pushed =
                delivery.event(Topic.IMAGE_PUSHED, event -> event.at("/tag").equals("external"));
        assertThat(pushed.key()).isEqualTo(image.value());
        assertThat(pushed.at("/sender")).isEqualTo("distribution");
        assertThat(pushed.at("/digest")).isEqualTo(digest);
        assertThat(built.cause()).contains(pushed.id());
    }

    @Test
    void allTagsOfASenderThatCanNotSignArePublishedThroughItsPathAndAnAlias() {
        delivery.base();
        String digest = delivery.retag("base/busybox", "1", "quay-a");
        delivery.retag("base/busybox", "1", "quay-b");
        byte[] body = """
                {"repository": "base/busybox", "docker_url": "%s/base/busybox", "updated_tags": ["quay-a", "quay-b"]}""".formatted(BuilderProfile.PROXY).getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> answer = delivery.post("webhooks/registry/quay/" + quayToken(), body, Map.of());

        assertThat(answer.statusCode()).isEqualTo(202);
        for (String tag : List.of("quay-a", "quay-b")) {
            PublishedEvent built =
                    delivery.event(Topic.IMAGE_BUILT, event -> event.at("/tag").equals(tag));
            assertThat(built.key()).isEqualTo(delivery.registry() + "/base/busybox");
            assertThat(built.at("/digest")).isEqualTo(digest);
        }
        assertThat(delivery.get("q/metrics").body()).doesNotContain(quayToken());
    }

    @Test
    void aRepeatedNotificationGivesTheSameEvent() {
        delivery.base();
        delivery.retag("base/busybox", "1", "repeated");
        byte[] body = notification(delivery.registry(), "base/busybox", "repeated");

        delivery.post(PATH, body, AUTHORIZED);
        delivery.post(PATH, body, AUTHORIZED);

        delivery.eventually(() -> assertThat(ids("repeated")).hasSizeGreaterThanOrEqualTo(2));
        assertThat(ids("repeated")).containsOnly(ids("repeated").getFirst());
    }

    @Test
    void aTagThatIsGoneIsCountedAndTheNextOneOfItsImageIsPublished() {
        delivery.base();
        delivery.retag("base/busybox", "1", "present");

        delivery.post(PATH, notification(delivery.registry(), "base/busybox", "never-there"), AUTHORIZED);
        delivery.post(PATH, notification(delivery.registry(), "base/busybox", "present"), AUTHORIZED);

        delivery.event(Topic.IMAGE_BUILT, event -> event.at("/tag").equals("present"));
        assertThat(delivery.get("q/metrics").body()).contains("millrace_ignored_total{reason=\"image-gone\"");
        assertThat(delivery.seen(Topic.IMAGE_BUILT, event -> event.at("/tag").equals("never-there")))
                .isEmpty();
    }

    @Test
    void aPushReportedBeforeItsTagExistsIsPublishedToo() throws Exception {
        delivery.base();
        byte[] body = notification(delivery.registry(), "base/busybox", "early");

        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> delivery.post(PATH, body, AUTHORIZED));
        String digest = delivery.retag("base/busybox", "1", "early");

        assertThat(answer.get().statusCode()).isEqualTo(202);
        PublishedEvent built =
                delivery.event(Topic.IMAGE_BUILT, event -> event.at("/tag").equals("early"));
        assertThat(built.at("/digest")).isEqualTo(digest);
    }

    @Test
    void aNotificationWaitsForAnUnavailableRegistry() {
        delivery.base();
        delivery.retag("base/busybox", "1", "outage");
        Testbed.shared().registry().kill();
        HttpResponse<String> answer;
        try {
            answer = delivery.post(PATH, notification(delivery.registry(), "base/busybox", "outage"), AUTHORIZED);
            delivery.eventually(() -> assertThat(delivery.get("q/health/ready").body())
                    .contains("reading " + delivery.registry() + "/base/busybox:outage"));
        } finally {
            Testbed.shared().registry().restart();
        }

        assertThat(answer.statusCode()).isEqualTo(202);
        delivery.event(Topic.IMAGE_BUILT, event -> event.at("/tag").equals("outage"));
    }

    @Test
    void theRegistryIsAskedToRetryWhileKafkaIsUnavailable() {
        Testbed.shared().kafka().kill();
        HttpResponse<String> answer;
        try {
            answer = delivery.post(PATH, notification(delivery.registry(), "shop/web", "unstored"), AUTHORIZED);
        } finally {
            Testbed.shared().kafka().restart();
        }

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("10");
    }

    @Test
    void attachmentsOfAnImageAreIgnored() {
        byte[] body = notification(delivery.registry(), "base/busybox", "sha256-" + "a".repeat(64) + ".sig");

        HttpResponse<String> answer = delivery.post(PATH, body, AUTHORIZED);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(delivery.get("q/metrics").body()).contains("millrace_ignored_total{reason=\"attached\"");
    }

    @Test
    void anEventOfAnUnknownRegistryTriggersNoRequest() {
        byte[] body = notification("evil.example:5000", "shop/web", "1");

        HttpResponse<String> answer = delivery.post(PATH, body, AUTHORIZED);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(delivery.get("q/metrics").body()).contains("millrace_ignored_total{reason=\"unknown-registry\"");
    }

    @Test
    void aNotificationWithoutValidAuthorizationIsUnauthorized() {
        byte[] body = notification(delivery.registry(), "shop/web", "1");

        HttpResponse<String> without = delivery.post(PATH, body, Map.of());
        HttpResponse<String> wrong = delivery.post(PATH, body, Map.of("Authorization", "Bearer guessed"));

        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(wrong.statusCode()).isEqualTo(401);
    }

    @Test
    void aNotificationThatIsNotJsonIsABadRequest() {
        HttpResponse<String> answer = delivery.post(PATH, "events".getBytes(StandardCharsets.UTF_8), AUTHORIZED);

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    private List<String> ids(String tag) {
        return delivery.seen(Topic.IMAGE_BUILT, event -> event.at("/tag").equals(tag)).stream()
                .map(PublishedEvent::id)
                .toList();
    }

    /** As the guide derives it with openssl. */
    private static String quayToken() {
        String signed = Delivery.signature("quay".getBytes(StandardCharsets.UTF_8), BuilderProfile.QUAY_SECRET);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(HexFormat.of().parseHex(signed.substring("sha256=".length())));
    }

    private static byte[] notification(String host, String repository, String tag) {
        return """
                {"events": [{"action": "push", "request": {"host": "%s"}, "target": {
                  "mediaType": "application/vnd.oci.image.manifest.v1+json", "repository": "%s", "tag": "%s",
                  "url": "http://169.254.169.254/latest"}}]}""".formatted(host, repository, tag).getBytes(StandardCharsets.UTF_8);
    }
}
