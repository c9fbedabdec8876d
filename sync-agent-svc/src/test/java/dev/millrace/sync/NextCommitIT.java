package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static dev.millrace.sync.Deployed.deployment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects that are missing, or can't become ready, at the next commit or wave, on real parts. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class NextCommitIT {
    private final EventPublisher publisher;

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @Inject
    NextCommitIT(EventPublisher publisher) {
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
    void anObjectThatIsMissingIsCreatedByTheNextCommitThatDeclaresIt() {
        Deployed app = new Deployed("missing-next", tap);
        app.push(Map.of("a.yaml", configMap("a", "1"), "web.yaml", deployment("web", "shop/web:1", "")));
        app.follow("");
        app.attempt(1);
        app.kubectl("delete", "deployment", "web", "-n", app.namespace);
        await().atMost(Deployed.SOON).until(() -> app.condition("Healthy").equals("False"));

        CommitId second = app.push(Map.of("a.yaml", configMap("a", "2")));
        publisher.publish(app.committed(second));

        PublishedEvent outcome = app.outcome(second);
        assertThat(outcome.at("/outcome")).isEqualTo("Succeeded");
        assertThat(outcome.at("/counts/created")).isEqualTo("1");
        assertThat(app.object("deployment", "web").isMissingNode()).isFalse();
    }

    @Test
    void aJobThatRemovesItselfRunsOncePerVersion() {
        Deployed app = new Deployed("job-ttl", tap);
        app.push(Map.of("a.yaml", configMap("a", "1"), "job.yaml", job("first")));
        app.follow("", "heal: true");
        PublishedEvent first = app.attempt(1);
        await().atMost(Deployed.SOON).until(() -> app.object("job", "once").isMissingNode());

        // A detector of an older version publishes that the Job is gone.
        publisher.publish(app.missing(new ObjectRef("batch/v1", "Job", Optional.of(app.namespace), "once")));
        CommitId second = app.push(Map.of("a.yaml", configMap("a", "2")));
        publisher.publish(app.committed(second));
        PublishedEvent same = app.outcome(second);
        boolean ranAgain = !app.object("job", "once").isMissingNode();
        CommitId third = app.push(Map.of("job.yaml", job("second")));
        publisher.publish(app.committed(third));
        PublishedEvent changed = app.outcome(third);

        assertThat(first.at("/outcome")).isEqualTo("Succeeded");
        assertThat(same.at("/outcome")).isEqualTo("Succeeded");
        assertThat(same.at("/counts/created")).isEqualTo("0");
        assertThat(ranAgain).isFalse();
        assertThat(changed.at("/outcome")).isEqualTo("Succeeded");
        assertThat(app.outcomes()).hasSize(3);
        await().atMost(Deployed.SOON).until(() -> app.object("job", "once").isMissingNode());
        assertThat(app.condition("Ready")).isEqualTo("True");
    }

    @Test
    void aClaimThatWaitsForItsFirstConsumerHoldsUpNoWave() {
        Deployed app = new Deployed("first-consumer", tap);
        String storageClass = app.namespace + "-later";
        app.push(Map.of(
                "class.yaml",
                """
                apiVersion: storage.k8s.io/v1
                kind: StorageClass
                metadata: {name: %s}
                provisioner: example.com/none
                volumeBindingMode: WaitForFirstConsumer
                """.formatted(storageClass),
                "claim.yaml",
                """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data}
                spec: {storageClassName: %s, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """.formatted(storageClass),
                "web.yaml",
                deployment("web", "shop/web:1", "")
                        .replace(
                                "metadata: {name: web}",
                                "metadata: {name: web, annotations: {millrace.dev/wave: '1'}}")));
        app.follow("");

        PublishedEvent outcome = app.attempt(1);

        assertThat(outcome.at("/outcome")).isEqualTo("Succeeded");
        assertThat(app.object("deployment", "web").isMissingNode()).isFalse();
        assertThat(app.object("pvc", "data").at("/status/phase").asText()).isEqualTo("Pending");
        app.kubectl("delete", "storageclass", storageClass);
    }

    private static String job(String version) {
        return """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: once, annotations: {version: %s}}
                spec:
                  ttlSecondsAfterFinished: 0
                  template:
                    spec: {restartPolicy: Never, containers: [{name: main, image: "shop/once:1"}]}
                """.formatted(version);
    }
}
