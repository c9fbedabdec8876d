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

/** Annotations on single objects, and the order in which objects are applied, on real parts. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class ObjectsIT {
    private final EventPublisher publisher;

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @Inject
    ObjectsIT(EventPublisher publisher) {
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
    void aWaveBeginsWhenTheOneBeforeIsHealthy() {
        Deployed app = new Deployed("waves", tap);
        String late =
                configMap("late", "1").replace("{name: late}", "{name: late, annotations: {millrace.dev/wave: '1'}}");
        app.push(Map.of(
                "first.yaml", deployment("first", "shop/web:1", ", " + Cluster.FAIL + ": unready"), "late.yaml", late));
        app.follow("");
        await().atMost(Deployed.SOON)
                .until(() -> app.status().path("message").asText().contains("wave 1 waits for: Deployment"));
        boolean early = !app.object("configmap", "late").isMissingNode();

        CommitId fixed = app.push(Map.of("first.yaml", deployment("first", "shop/web:2", "")));
        publisher.publish(app.committed(fixed));

        PublishedEvent outcome = app.outcome(fixed);
        assertThat(early).isFalse();
        assertThat(outcome.at("/outcome")).isEqualTo("Succeeded");
        assertThat(app.object("configmap", "late").isMissingNode()).isFalse();
    }

    @Test
    void whatIsOnlyCreatedIsNotTouchedAgainAndWhatIsLeftAloneNotAtAll() {
        Deployed app = new Deployed("directives", tap);
        String once = configMap("once", "1")
                .replace("{name: once}", "{name: once, annotations: {kustomize.toolkit.fluxcd.io/ssa: IfNotPresent}}");
        String never = configMap("never", "1")
                .replace("{name: never}", "{name: never, annotations: {millrace.dev/reconcile: disabled}}");
        app.push(Map.of("once.yaml", once, "never.yaml", never));
        app.follow("");
        app.attempt(1);

        CommitId second = app.push(Map.of("once.yaml", once.replace("'1'", "'2'")));
        publisher.publish(app.committed(second));

        assertThat(app.outcome(second).at("/outcome")).isEqualTo("Succeeded");
        assertThat(app.object("configmap", "once").at("/data/value").asText()).isEqualTo("1");
        assertThat(app.object("configmap", "never").isMissingNode()).isTrue();
    }
}
