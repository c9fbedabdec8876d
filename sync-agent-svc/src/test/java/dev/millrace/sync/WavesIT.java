package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static dev.millrace.sync.Deployed.deployment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.value.CommitId;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.cluster.Cluster;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Waves that are fixed, and waves that are slow, on real parts. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class WavesIT {
    private final EventPublisher publisher;

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @Inject
    WavesIT(EventPublisher publisher) {
        this.publisher = publisher;
    }

    @BeforeEach
    void listen() {
        tap = new EventTap(Testbed.shared().kafka().bootstrapServers());
    }

    @AfterEach
    void stopListening() {
        tap.close();
    }

    @Test
    void aCommitThatFixesALaterWaveDoesNotWaitForIt() {
        Deployed app = new Deployed("wavefix", tap);
        String crashing = inWave(1, deployment("web", "shop/web:1", ", " + Cluster.FAIL + ": crash"));
        CommitId first = app.push(Map.of("a.yaml", configMap("a", "1"), "web.yaml", crashing));
        app.follow("", "healthTimeout: 5s");
        app.outcome(first);

        CommitId fix = app.push(
                Map.of("a.yaml", configMap("a", "2"), "web.yaml", inWave(1, deployment("web", "shop/web:2", ""))));
        publisher.publish(app.committed(fix));

        assertThat(app.outcome(fix).at("/outcome")).isEqualTo("Succeeded");
        app.awaitReady(fix);
    }

    @Test
    void aCommitThatFixesAnEarlierWaveDoesNotWaitForIt() {
        Deployed app = new Deployed("wavefirst", tap);
        CommitId first = app.push(Map.of(
                "db.yaml", deployment("db", "shop/db:1", ", " + Cluster.FAIL + ": unready"),
                "late.yaml", inWave(1, configMap("late", "1"))));
        app.follow("");
        await().atMost(Deployed.SOON)
                .until(() -> app.status().path("message").asText().contains("wave 1 waits for"));

        CommitId fix = app.push(Map.of("db.yaml", deployment("db", "shop/db:2", "")));
        publisher.publish(app.committed(fix));

        assertThat(app.outcome(fix).at("/outcome")).isEqualTo("Succeeded");
        assertThat(app.outcome(first).at("/outcome")).isEqualTo("Superseded");
        assertThat(app.object("configmap", "late").isMissingNode()).isFalse();
    }

    @Test
    void aWaveThatIsHealthyAfterTheTimeoutGoesOn() {
        Deployed app = new Deployed("waveslow", tap);
        String slow = deployment("db", "shop/db:1", "")
                .replace("spec:\n      containers", "spec:\n      nodeSelector: {slow: wave}\n      containers");
        CommitId commit = app.push(Map.of("db.yaml", slow, "late.yaml", inWave(1, configMap("late", "1"))));
        app.follow("", "healthTimeout: 3s");
        PublishedEvent failed = app.outcome(commit);
        boolean early = !app.object("configmap", "late").isMissingNode();

        app.kubectl("label", "node", "--all", "slow=wave");

        assertThat(failed.at("/outcome")).isEqualTo("Failed");
        assertThat(early).isFalse();
        assertThat(app.attempt(2).at("/outcome")).isEqualTo("Succeeded");
        assertThat(app.object("configmap", "late").isMissingNode()).isFalse();
        app.awaitReady(commit);
    }

    private static String inWave(int wave, String manifest) {
        return manifest.replaceFirst("metadata: \\{", "metadata: {annotations: {millrace.dev/wave: '" + wave + "'}, ");
    }
}
