package dev.millrace.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.cluster.notice.NoticeWriter;
import dev.millrace.drift.lookup.ClusterLookups;
import dev.millrace.drift.notice.DriftNotices;
import dev.millrace.drift.publish.DriftStates;
import dev.millrace.drift.publish.DriftTimes;
import dev.millrace.drift.publish.KindGauges;
import dev.millrace.drift.publish.OpenDrifts;
import dev.millrace.drift.record.RecordWatch;
import dev.millrace.drift.serve.DriftFeed;
import dev.millrace.drift.watch.Watches;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.DriftDetected.Change;
import dev.millrace.events.DriftDetected.FieldDrift;
import dev.millrace.events.DriftState;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A detector that starts while drift exists. It runs beside the first one and behaves like a restarted one. */
@QuarkusTest
@TestProfile(DriftProfile.class)
@WithParts({PartKind.KAFKA, PartKind.CLUSTER})
class StartIT {
    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @Inject
    KubernetesClient client;

    @SuppressWarnings("NullAway.Init")
    @Inject
    EventPublisher publisher;

    @SuppressWarnings("NullAway.Init")
    @Inject
    DeliveryMetrics metrics;

    @SuppressWarnings("NullAway.Init")
    @Inject
    DriftStates states;

    @SuppressWarnings("NullAway.Init")
    private Scene scene;

    @SuppressWarnings("NullAway.Init")
    private RecordWatch records;

    @SuppressWarnings("NullAway.Init")
    private Watches watches;

    @SuppressWarnings("NullAway.Init")
    private CheckQueue checks;

    @SuppressWarnings("NullAway.Init")
    private DriftPublisher drifts;

    private final OpenDrifts openDrifts = new OpenDrifts(gauges());

    @BeforeEach
    void open() {
        scene = new Scene(client);
        records = new RecordWatch(client, DriftProfile.RECORDS, metrics);
        watches = new Watches(client);
        drifts = new DriftPublisher(
                publisher,
                openDrifts,
                new DriftFeed(),
                new DriftTimes(new SimpleMeterRegistry(), Clock.systemUTC()),
                new DriftNotices(new NoticeWriter(client, "second-detector", Clock.systemUTC()), Clock.systemUTC()));
        PendingRecords pendingRecords = new PendingRecords(Duration.ofSeconds(3), Clock.systemUTC());
        checks = new CheckQueue(
                new DriftPipeline(
                        records,
                        watches,
                        drifts,
                        new DriftPipeline.Memory(pendingRecords, new Replacements()),
                        new ClusterLookups(client, Clock.systemUTC()),
                        Clock.systemUTC()),
                metrics);
    }

    @AfterEach
    void close() {
        checks.close();
        watches.close();
        records.close();
        scene.close();
    }

    private void start() {
        new Detector(records, watches, openDrifts, states, checks, gauges()).start();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> checks.isOpen() && watches.incomplete().isEmpty());
    }

    private static KindGauges gauges() {
        return new KindGauges(new SimpleMeterRegistry(), "objects", "");
    }

    @Test
    void doesNotRepublishEarlierDrift() {
        scene.agent.sync(Scene.configMap("settings", "1"), "h1");
        scene.agent.sync(Scene.configMap("unannotated", "1"), "h1");
        scene.agent.sync("""
                apiVersion: v1
                kind: Secret
                metadata: {name: access}
                data: {password: b2xk}
                """, "h1");
        scene.patch("settings", "2");
        scene.kubectl("annotate", "configmap", "unannotated", "millrace.dev/applied-");
        scene.kubectl("patch", "secret", "access", "-p", "{\"data\": {\"password\": \"bmV3\"}}");
        List<String> before = Stream.of("settings", "unannotated", "access")
                .map(name -> scene.published("Modified", name).id())
                .toList();

        start();
        scene.awaitLaterDrift();

        assertThat(openDrifts.all()).extracting(event -> event.id().value()).containsAll(before);
        assertThat(scene.all().stream().map(PublishedEvent::id).filter(before::contains))
                .hasSize(before.size());
    }

    @Test
    void bothDetectorsPublishTheResolutionUnderOneId() {
        scene.agent.sync(Scene.configMap("settings", "1"), "h1");
        scene.patch("settings", "2");
        PublishedEvent before = scene.published("Modified", "settings");
        start();

        scene.agent.sync(Scene.configMap("settings", "1"), "h1");

        await().atMost(Duration.ofMinutes(2)).until(() -> openDrifts.latestOf("uid-" + scene.namespace).stream()
                .allMatch(latest -> latest.open().isEmpty()));
        assertThat(scene.all().stream()
                        .filter(event -> event.at("/change").equals("Resolved"))
                        .map(event -> event.id() + " " + event.at("/resolves"))
                        .distinct())
                .singleElement()
                .asString()
                .endsWith(before.id());
    }

    @Test
    void driftResolvedDuringDowntimeIsPublishedAsResolved() {
        DriftDetected published = drift("forgotten", Change.Missing, List.of());
        publisher.publish(Envelope.first(
                DriftState.after(published), "drift-detector-svc", Instant.now(), TestAgent.CHAIN, Optional.empty()));

        start();

        assertThat(scene.published("Resolved", "forgotten").at("/resolves"))
                .isEqualTo(published.id().value());
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(readBack().latestOf(published.applicationUid()))
                        .isEmpty());
    }

    private DriftDetected drift(String name, Change change, List<FieldDrift> fields) {
        return new DriftDetected(
                new ApplicationId("test", scene.namespace, "web"),
                "uid-deleted-" + scene.namespace,
                new ObjectRef("v1", "ConfigMap", Optional.of(scene.namespace), name),
                Optional.of("uid-" + name),
                change,
                fields,
                Optional.empty(),
                Optional.empty(),
                false,
                Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Test
    void aDriftThatKafkaNeverAcceptsIsPublishedWithoutItsValues() {
        FieldDrift large = new FieldDrift(
                "data.big",
                Optional.empty(),
                Optional.of(TextNode.valueOf("x".repeat(2_000_000))),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        DriftDetected tooLarge = drift("large", Change.Modified, List.of(large));
        Envelope<DriftDetected> envelope =
                Envelope.first(tooLarge, "drift-detector-svc", Instant.now(), TestAgent.CHAIN, Optional.empty());

        drifts.publish(envelope);

        PublishedEvent published = scene.published("Modified", "large");
        assertThat(published.at("/fields/0/path")).isEqualTo("data.big");
        assertThat(published.at("/fields/0/shortened")).isEqualTo("true");
        assertThat(published.id()).isNotEqualTo(envelope.id().value());
        assertThat(openDrifts.latestOf(tooLarge.applicationUid()))
                .singleElement()
                .satisfies(latest -> {
                    assertThat(latest.id().value()).isEqualTo(published.id());
                    assertThat(latest.open()).contains(envelope);
                });
    }

    private OpenDrifts readBack() {
        OpenDrifts read = new OpenDrifts(gauges());
        AtomicBoolean complete = new AtomicBoolean();
        states.read(read::apply, () -> complete.set(true));
        await().atMost(Duration.ofMinutes(2)).untilTrue(complete);
        return read;
    }

    @Test
    void detectionStartsOnceKafkaAndTheApiServerHaveRecovered() {
        scene.agent.sync(Scene.configMap("settings", "1"), "h1");
        scene.patch("settings", "2");
        PublishedEvent before = scene.published("Modified", "settings");
        Testbed.shared().kafka().kill();
        scene.cluster.killApiServer();
        try {
            new Detector(records, watches, openDrifts, states, checks, gauges()).start();
            await().atMost(Duration.ofMinutes(2)).during(Duration.ofSeconds(1)).until(() -> !checks.isOpen());
        } finally {
            scene.cluster.startApiServer();
            Testbed.shared().kafka().start();
        }

        await().atMost(Duration.ofMinutes(2))
                .until(() -> checks.isOpen() && watches.incomplete().isEmpty());

        assertThat(openDrifts.all()).extracting(event -> event.id().value()).contains(before.id());
    }
}
