package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.SyncCompleted;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.state.Triggers;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restoration that the API server refuses for a while. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class HealRetryIT {
    private final Alone alone;

    HealRetryIT(@TempDir Path mirrors) {
        alone = new Alone(mirrors);
    }

    @AfterEach
    void close() {
        alone.close();
    }

    @Test
    void anObjectThatCouldNotBeRestoredIsTriedAgain() {
        Deployed app = new Deployed("healretry", null);
        app.push(Map.of("a.yaml", configMap("a", "1"), "b.yaml", configMap("b", "1")));
        Subject subject = alone.healing(Alone.subject(app));
        ObjectRef a = new ObjectRef("v1", "ConfigMap", Optional.of(app.namespace), "a");
        try (AgentLife life = alone.life()) {
            life.reconcile(subject, Triggers.source(Instant.now(), Trigger.START));
            app.kubectl("delete", "configmap", "a", "-n", app.namespace);
            app.kubectl("create", "quota", "full", "--hard=configmaps=0", "-n", app.namespace);

            ReconcileResult refused = life.reconcile(
                    subject, Triggers.drifted(a.identity(), EventId.of("drift.detected", subject.uid(), "a")));
            app.kubectl("delete", "quota", "full", "-n", app.namespace);
            ReconcileResult healed = life.reconcile(subject, Triggers.retry(Instant.now()));

            assertThat(refused.ended())
                    .extracting(ended -> ended.outcome().outcome())
                    .containsExactly(SyncCompleted.Outcome.Failed);
            assertThat(refused.retryAt()).isPresent();
            assertThat(healed.ended())
                    .extracting(ended -> ended.outcome().outcome())
                    .containsExactly(SyncCompleted.Outcome.Succeeded);
            assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("1");
        }
    }
}
