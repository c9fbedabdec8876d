package dev.millrace.updater;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.Source;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.Topic;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.value.Tag;
import dev.millrace.events.value.Traceparent;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.git.GitWorkspace;
import dev.millrace.testbed.git.PushedCommit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The operations of the integration tests: push, publish images, send webhooks, read branches and topics. */
final class Delivery implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");
    static final Traceparent TRACE = new Traceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final RepositoryId APPLICATION = new RepositoryId("git.example/shop/app");

    private final Testbed testbed = Testbed.shared();
    private final URI service;
    private final EventPublisher publisher;
    private final EventTap tap;
    private final GitWorkspace workspace;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Delivery(URI service, EventPublisher publisher) {
        this.service = service;
        this.publisher = publisher;
        this.tap = new EventTap(testbed.kafka().bootstrapServers());
        this.workspace = testbed.gitHost().workspace();
        for (String name : UpdaterProfile.REPOSITORIES) {
            if (!testbed.gitHost().hasRepository("config/" + name)) {
                testbed.gitHost().createRepository("config/" + name);
                push(name, Map.of("README", name));
            }
        }
    }

    GitWorkspace workspace() {
        return workspace;
    }

    /** A repository with a policy per image, each with its own marked file. */
    CommitId repository(String name, String... images) {
        return push(name, files(images));
    }

    void withWebhook(String name) {
        testbed.gitHost().webhook("config/" + name, service.resolve("webhooks/git"), UpdaterProfile.WEBHOOK_SECRET);
    }

    static Map<String, String> files(String... images) {
        Map<String, String> files = new HashMap<>();
        StringBuilder policies = new StringBuilder("policies:\n");
        for (String image : images) {
            policies.append("  - {name: ")
                    .append(image)
                    .append(", image: reg.example/shop/")
                    .append(image)
                    .append(", branches: [main]}\n");
            files.put("apps/" + image + ".yaml", manifest(image, "t0"));
        }
        files.put(".millrace/updates.yaml", policies.toString());
        return files;
    }

    static String manifest(String image, String tag) {
        return "# Größe\r\nname: " + image + "   # kept\r\nimage:  'reg.example/shop/" + image + ":" + tag
                + "' # {\"$imagepolicy\": \"" + image + "\"}\r\nlast: 1";
    }

    CommitId push(String name, Map<String, String> files) {
        return workspace.push("config/" + name, "main", files, "Change " + name);
    }

    List<PushedCommit> log(String name) {
        return workspace.log("config/" + name, "main");
    }

    String read(String name, String path) {
        return workspace.read("config/" + name, "main", path).orElse("");
    }

    static RepositoryId id(String name) {
        return RepositoryId.parse(
                Testbed.shared().gitHost().url("config/" + name).toString());
    }

    /** The n-th image of the application's main branch, with the tag {@code t<n>}. */
    static ImageBuilt built(String image, int sequence) {
        String hex = HexFormat.of().toHexDigits((image + sequence).hashCode()).repeat(8);
        Source source = new Source(
                APPLICATION,
                new CommitId(hex.substring(0, 40)),
                GitRef.branch("main"),
                NOON.plusSeconds(sequence),
                sequence);
        return new ImageBuilt(
                new ImageName("reg.example/shop/" + image),
                new Tag("t" + sequence),
                new Digest("sha256:" + hex),
                List.of(),
                Optional.of(source),
                Optional.empty(),
                Optional.of("buildah"),
                ImageBuilt.Origin.BUILD,
                Optional.of(NOON),
                Optional.of(NOON),
                NOON);
    }

    void publish(ImageBuilt built) {
        publisher.publish(Envelope.first(built, "image-builder-svc", Instant.now(), chain(built), Optional.of(TRACE)));
    }

    static ChainId chain(ImageBuilt built) {
        return built.source()
                .map(source -> ChainId.of(source.repository(), source.commit()))
                .orElseGet(() -> ChainId.of(built.image(), built.digest()));
    }

    PublishedEvent event(Topic topic, Predicate<PublishedEvent> filter) {
        return tap.await(topic, filter, TIMEOUT)
                .orElseThrow(() -> new AssertionError("no such event on " + topic + "; seen: " + tap.events()));
    }

    List<PublishedEvent> committed(String name) {
        return tap.events(Topic.CONFIG_COMMITTED).stream()
                .filter(event -> event.key().startsWith(id(name) + "#"))
                .toList();
    }

    List<PublishedEvent> seen(Predicate<PublishedEvent> filter) {
        return tap.events().stream().filter(filter).toList();
    }

    static Predicate<PublishedEvent> ofCommit(CommitId commit) {
        return event -> event.at("/commit").equals(commit.value());
    }

    /** The event of the image's update; when it is there, all earlier events have been processed. */
    PublishedEvent updated(String name, ImageBuilt built) {
        return event(
                Topic.CONFIG_COMMITTED,
                event -> event.key().startsWith(id(name) + "#")
                        && event.value()
                                .path("causes")
                                .findValuesAsText("eventId")
                                .contains(built.id().value()));
    }

    /** A push webhook in GitHub's form, not signed yet. */
    static byte[] payload(String cloneUrl, String ref, CommitId before, CommitId after) {
        return """
                {"ref":"%s","before":"%s","after":"%s","repository":{"clone_url":"%s"}}""".formatted(ref, before, after, cloneUrl).getBytes(StandardCharsets.UTF_8);
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

    HttpResponse<String> webhook(byte[] body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve("webhooks/git"))
                .header("X-GitHub-Event", "push")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return send(request);
    }

    HttpResponse<String> signed(byte[] body) {
        return webhook(body, Map.of("X-Hub-Signature-256", signature(body, UpdaterProfile.WEBHOOK_SECRET)));
    }

    /** A request without a body, with the token if there is one. */
    HttpResponse<String> post(String path, Optional<String> token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service.resolve(path)).POST(HttpRequest.BodyPublishers.noBody());
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        return send(request);
    }

    HttpResponse<String> post(String path, String token, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(request);
    }

    /** Publishes an attempt, as the agent in the cluster does. */
    void publish(SyncCompleted synced) {
        publisher.publish(Envelope.first(
                synced,
                "sync-agent-svc",
                Instant.now(),
                ChainId.of(synced.repository(), synced.revision()),
                Optional.of(TRACE)));
    }

    String get(String path) {
        return send(HttpRequest.newBuilder(service.resolve(path))).body();
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

    /** Sends any bytes as a record to a topic. */
    void record(String topic, String key, Map<String, String> headers, byte[] value) {
        records(List.of(record(new ProducerRecord<>(topic, key, value), headers)));
    }

    private static ProducerRecord<String, byte[]> record(
            ProducerRecord<String, byte[]> record, Map<String, String> headers) {
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private void records(List<ProducerRecord<String, byte[]>> records) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", testbed.kafka().bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent =
                    records.stream().map(producer::send).toList();
            producer.flush();
            if (sent.stream().anyMatch(one -> one.state() != Future.State.SUCCESS)) {
                throw new IllegalStateException("the broker has not acknowledged all records");
            }
        }
    }

    void again(PublishedEvent... events) {
        records(Arrays.stream(events)
                .map(event -> record(
                        new ProducerRecord<>(
                                event.topic(),
                                event.key(),
                                event.value().toString().getBytes(StandardCharsets.UTF_8)),
                        event.headers()))
                .toList());
    }

    @Override
    public void close() {
        tap.close();
    }
}
