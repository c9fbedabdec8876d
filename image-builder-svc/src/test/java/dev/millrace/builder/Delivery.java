package dev.millrace.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.delivery.BaseImage;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.process.JvmState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.core.ThrowingRunnable;

/** The client side of the integration tests: pushes, sends webhooks, reads topics and the registry. */
final class Delivery implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";

    private final Testbed testbed = Testbed.shared();
    private final URI service;
    private final EventTap tap;
    private final String registry = testbed.registry().host();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Delivery(URI service) {
        this.service = service;
        this.tap = new EventTap(testbed.kafka().bootstrapServers());
    }

    /** The base image of the tests, pushed once per JVM. */
    String base() {
        return JvmState.remembered("builder.base-image", () -> {
            try {
                return BaseImage.push(registry(), JvmState.directory("base-image"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    String registry() {
        return registry;
    }

    String image(String name) {
        return registry() + "/shop/" + name;
    }

    /** A repository whose webhook calls the service. */
    void repository(String name) {
        testbed.gitHost().createRepository("shop/" + name);
        testbed.gitHost().webhook("shop/" + name, service.resolve("webhooks/git"), BuilderProfile.WEBHOOK_SECRET);
    }

    CommitId push(String name, Map<String, String> files) {
        return testbed.gitHost().workspace().push("shop/" + name, "main", files, "Change " + name);
    }

    /** A build configuration of one image, tested in the stage {@code test}. */
    String configuration(String name) {
        return """
                images:
                  - name: %s
                    args: {BASE: "%s"}
                test:
                  stage: test
                """.formatted(image(name), base());
    }

    /** A Dockerfile with three stages; the test stage runs a command. */
    static String dockerfile(String test) {
        return """
                ARG BASE
                FROM ${BASE} AS files
                COPY page /page
                FROM files AS test
                RUN %s
                FROM files AS final
                CMD ["/bin/cat", "/page"]
                """.formatted(test);
    }

    /** Awaits the first matching event of a topic; fails if none arrives. */
    PublishedEvent event(Topic topic, Predicate<PublishedEvent> expected) {
        return tap.await(topic, expected, TIMEOUT)
                .orElseThrow(() -> new AssertionError("no such event on " + topic + "; received: " + tap.events()));
    }

    List<PublishedEvent> seen(Topic topic, Predicate<PublishedEvent> expected) {
        return tap.events(topic).stream().filter(expected).toList();
    }

    /** Awaits the first matching record of any topic, including dead letters. */
    PublishedEvent recordOn(String topic, Predicate<PublishedEvent> expected) {
        Predicate<PublishedEvent> matches = event -> event.topic().equals(topic) && expected.test(event);
        eventually(() -> assertThat(tap.events()).anyMatch(matches));
        return tap.events().stream().filter(matches).findFirst().orElseThrow();
    }

    /** Waits until the assertion holds. */
    void eventually(ThrowingRunnable assertion) {
        await().atMost(TIMEOUT).untilAsserted(assertion);
    }

    static Predicate<PublishedEvent> ofCommit(CommitId commit) {
        return event -> List.of(event.at("/source/commit"), event.at("/commit"), event.at("/after"))
                .contains(commit.value());
    }

    /** The body of a push webhook as GitHub sends it. */
    static byte[] payload(String cloneUrl, CommitId after) {
        return """
                {"ref":"refs/heads/main","before":"%s","after":"%s","repository":{"clone_url":"%s"}}""".formatted(CommitId.NONE, after, cloneUrl).getBytes(StandardCharsets.UTF_8);
    }

    static String signature(byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> webhook(byte[] body, String signature) {
        return post("webhooks/git", body, Map.of("X-GitHub-Event", "push", "X-Hub-Signature-256", signature));
    }

    HttpResponse<String> signedWebhook(byte[] body) {
        return webhook(body, signature(body, BuilderProfile.WEBHOOK_SECRET));
    }

    HttpResponse<String> post(String path, byte[] body, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service.resolve(path)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return send(request);
    }

    /** Sends a command with the token. */
    HttpResponse<String> command(String method, String path, String body) {
        return send(HttpRequest.newBuilder(service.resolve(path))
                .header("Authorization", "Bearer " + ApiProfile.TOKEN)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    /** The builds that match a query. */
    JsonNode builds(String query) {
        try {
            return JSON.readTree(get("builds?" + query).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Awaits a build of an image in a state, and returns its id. */
    String idOf(String name, String state) {
        String query = "image=shop/" + name + "&state=" + state;
        eventually(() -> assertThat(builds(query)).isNotEmpty());
        return builds(query).get(0).path("id").asText();
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(service.resolve(path)));
    }

    /** A manifest from the registry, with its digest in the headers. */
    HttpResponse<String> manifest(String name, String tag) {
        return send(manifests(name, tag).header("Accept", "application/vnd.oci.image.manifest.v1+json"));
    }

    /** An index from the registry. */
    String index(String name, String tag) {
        return send(manifests(name, tag).header("Accept", INDEX)).body();
    }

    /** Writes an index to the registry. */
    void put(String name, String tag, String index) {
        send(manifests(name, tag).header("Content-Type", INDEX).PUT(HttpRequest.BodyPublishers.ofString(index)));
    }

    /** The tag of an image's fingerprint. */
    String fingerprintTag(String name) {
        try {
            URI list = URI.create("http://" + registry() + "/v2/shop/" + name + "/tags/list");
            return JSON.readTree(send(HttpRequest.newBuilder(list)).body())
                    .path("tags")
                    .valueStream()
                    .map(JsonNode::asText)
                    .filter(tag -> tag.startsWith("millrace-"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest.Builder manifests(String name, String tag) {
        return HttpRequest.newBuilder(URI.create("http://" + registry() + "/v2/shop/" + name + "/manifests/" + tag));
    }

    /** The labels of an image in the registry. */
    JsonNode labels(String name, String tag) {
        try {
            String config = JSON.readTree(manifest(name, tag).body())
                    .at("/config/digest")
                    .asText();
            return JSON.readTree(send(HttpRequest.newBuilder(
                                    URI.create("http://" + registry() + "/v2/shop/" + name + "/blobs/" + config)))
                            .body())
                    .at("/config/Labels");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets another tag on an existing image, as a push does, and returns its digest. */
    String retag(String repository, String tag, String another) {
        String manifests = "http://" + registry() + "/v2/" + repository + "/manifests/";
        HttpResponse<String> manifest = send(HttpRequest.newBuilder(URI.create(manifests + tag))
                .header("Accept", "application/vnd.oci.image.manifest.v1+json"));
        send(HttpRequest.newBuilder(URI.create(manifests + another))
                .header(
                        "Content-Type",
                        manifest.headers().firstValue("Content-Type").orElse(""))
                .PUT(HttpRequest.BodyPublishers.ofString(manifest.body())));
        return manifest.headers().firstValue("Docker-Content-Digest").orElse("");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        tap.close();
    }
}
