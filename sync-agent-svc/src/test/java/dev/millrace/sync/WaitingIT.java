package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When an application is looked at again that can't go on. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class WaitingIT {
    private static final Duration AT_ONCE = Duration.ofMillis(10);

    private final Alone alone;

    WaitingIT(@TempDir Path mirrors) {
        alone = new Alone(mirrors);
    }

    @AfterEach
    void close() {
        alone.close();
    }

    @Test
    void whatIsDueAndHasToWaitIsNotLookedAtAgainAndAgain() {
        Deployed app = new Deployed("due", null);
        app.push(Map.of(
                "a.yaml",
                configMap("a", "1"),
                "b.yaml",
                "apiVersion: x.example/v1\nkind: Thing\nmetadata: {name: b}\n"));
        Subject subject = Alone.subject(app);
        try (AgentLife life = alone.life()) {
            Outlook failed = life.look(subject, Triggers.source(Instant.now(), Trigger.START));
            Testbed.shared().gitHost().kill();

            life.look(subject, Triggers.retry(Instant.now()));
            Outlook waiting = life.look(subject, Triggers.NONE);
            Testbed.shared().gitHost().start();

            assertThat(failed.ledger().failure()).contains("has no kind Thing");
            assertThat(waiting.again())
                    .hasValueSatisfying(wait -> assertThat(wait).isGreaterThan(AT_ONCE));
        }
    }
}
