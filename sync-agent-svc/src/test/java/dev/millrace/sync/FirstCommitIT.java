package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static dev.millrace.sync.Deployed.deployment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.CommitId;
import dev.millrace.sync.state.Triggers;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first commit after a restart of the agent, whose watches have received nothing yet. */
@WithParts({PartKind.GIT, PartKind.CLUSTER})
class FirstCommitIT {
    private final Alone alone;

    FirstCommitIT(@TempDir Path mirrors) {
        alone = new Alone(mirrors);
    }

    @AfterEach
    void close() {
        alone.close();
    }

    @Test
    void itCreatesMissingObjectsThatItDeclaresAndDidNotChange() {
        Deployed app = new Deployed("first-commit", null);
        CommitId commit = app.push(Map.of(
                "a.yaml", configMap("a", "1"),
                "b.yaml", configMap("b", "1"),
                "web.yaml", deployment("web", "shop/web:1", "")));
        Subject subject = Alone.subject(app);
        try (AgentLife before = alone.life()) {
            await().atMost(Deployed.SOON).until(() -> before.reconcile(subject, start())
                    .ledger()
                    .revision()
                    .equals(Optional.of(commit)));
        }
        app.kubectl("delete", "deployment/web", "configmap/a", "-n", app.namespace);
        app.push(Map.of("b.yaml", configMap("b", "2")));

        try (AgentLife restarted = alone.life()) {
            restarted.reconcile(subject, start());
        }

        assertThat(List.of(app.object("deployment", "web"), app.object("configmap", "a")))
                .noneMatch(JsonNode::isMissingNode);
    }

    private static Triggers start() {
        return Triggers.source(Instant.now(), Trigger.START);
    }
}
