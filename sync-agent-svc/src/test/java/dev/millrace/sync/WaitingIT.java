package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.CommitId;
import dev.millrace.sync.state.SourceProblem;
import dev.millrace.sync.state.Triggers;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The next pass of an application that can't proceed. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class WaitingIT {
    private final Alone alone;

    WaitingIT(@TempDir Path mirrors) {
        alone = new Alone(mirrors);
    }

    @AfterEach
    void close() {
        alone.close();
    }

    @Test
    void aDueRetryThatHasToWaitCausesNoBusyLoop() {
        Deployed app = new Deployed("due", null);
        app.push(Map.of(
                "a.yaml",
                configMap("a", "1"),
                "b.yaml",
                "apiVersion: x.example/v1\nkind: Thing\nmetadata: {name: b}\n"));
        Subject subject = Alone.subject(app);
        try (AgentLife life = alone.life()) {
            ReconcileResult failed = life.reconcile(subject, Triggers.source(Instant.now(), Trigger.START));
            Testbed.shared().gitHost().kill();

            life.reconcile(subject, Triggers.retry(Instant.now()));
            ReconcileResult waiting = life.reconcile(subject, Triggers.NONE);
            Testbed.shared().gitHost().start();

            assertThat(failed.ledger().failure().orElseThrow().message()).contains("has no kind Thing");
            assertThat(waiting.checkAt())
                    .isPresent()
                    .isEqualTo(waiting.sourceProblem().flatMap(SourceProblem::nextTry));
        }
    }

    @Test
    void bringsTheCommitOfAnEarlierEventOnceTheGitHostHasRecovered() {
        Deployed app = new Deployed("githost", null);
        app.push(Map.of("a.yaml", configMap("a", "1")));
        Subject subject = Alone.subject(app);
        try (AgentLife life = alone.life()) {
            life.reconcile(subject, Triggers.source(Instant.now(), Trigger.START));
            CommitId second = app.push(Map.of("a.yaml", configMap("a", "2")));
            Testbed.shared().gitHost().kill();
            ReconcileResult unavailable = life.reconcile(
                    subject,
                    Triggers.committed(
                            Instant.now(), second, app.committed(second).id()));
            ReconcileResult again = life.reconcile(subject, Triggers.NONE);
            Testbed.shared().gitHost().start();

            List<ReconcileResult> recovered = new ArrayList<>();
            await().atMost(Deployed.SOON).until(() -> {
                recovered.add(life.reconcile(subject, Triggers.NONE));
                return recovered.getLast().sourceProblem().isEmpty();
            });

            assertThat(unavailable.sourceProblem()).map(SourceProblem::kind).contains(SourceProblem.Kind.UNAVAILABLE);
            assertThat(unavailable.checkAt()).isPresent();
            assertThat(again.sourceProblem().map(SourceProblem::message))
                    .isEqualTo(unavailable.sourceProblem().map(SourceProblem::message));
            assertThat(recovered.getLast().ledger().revision()).contains(second);
            assertThat(recovered.getLast().ended())
                    .extracting(ended -> ended.outcome().trigger())
                    .containsExactly(Trigger.EVENT);
        }
    }
}
