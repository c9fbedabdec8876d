package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.lead.Mandate;
import dev.millrace.sync.lead.Overrun;
import dev.millrace.sync.state.Triggers;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that was suspended in the middle of a change and continues when another one is the leader: its late change is reverted. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class OverrunIT {
    private final Alone alone;

    OverrunIT(@TempDir Path mirrors) {
        alone = new Alone(mirrors);
    }

    @AfterEach
    void close() {
        alone.close();
    }

    @Test
    void whatWentBackIsBroughtForwardAgainAndWhatCameBackIsTakenAway() throws InterruptedException {
        Deployed app = new Deployed("overrun", null);
        app.push(Map.of("a.yaml", configMap("a", "1"), "b.yaml", configMap("b", "1")));
        Subject subject = Alone.subject(app);
        Paused paused = new Paused();
        try (AgentLife first = alone.life(paused);
                AgentLife next = alone.life()) {
            first.reconcile(subject, start());
            app.push(Map.of("a.yaml", configMap("a", "2"), "c.yaml", configMap("c", "2")));
            paused.standStill();
            CompletableFuture<Void> late = CompletableFuture.runAsync(() -> first.reconcile(subject, start()));
            paused.stands.await();
            app.push(Map.of("a.yaml", configMap("a", "3")), Set.of("c.yaml"));
            next.reconcile(subject, start());
            String then = value(app, "a");

            paused.goOnAsDeposed();
            await().atMost(Deployed.SOON).until(late::isDone);
            String wentBack = value(app, "a");
            boolean cameBack = !app.object("configmap", "c").isMissingNode();
            ReconcileResult result = next.reconcile(asking(subject, paused.overran), start());
            ReconcileResult again = next.reconcile(asking(subject, paused.overran), start());

            assertThat(List.of(then, wentBack)).containsExactly("3", "2");
            assertThat(cameBack).isTrue();
            assertThat(late).isCompletedExceptionally();
            assertThat(value(app, "a")).isEqualTo("3");
            assertThat(value(app, "b")).isEqualTo("1");
            assertThat(app.object("configmap", "c").isMissingNode()).isTrue();
            assertThat(result.ended())
                    .extracting(ended -> ended.outcome().trigger())
                    .contains(Trigger.DRIFT);
            assertThat(result.rechecked()).isTrue();
            assertThat(again.ended()).isEmpty();
        }
    }

    private static String value(Deployed app, String configMap) {
        return app.object("configmap", configMap).at("/data/value").asText();
    }

    private static Triggers start() {
        return Triggers.source(Instant.now(), Trigger.START);
    }

    private static Subject asking(Subject subject, List<ObjectRef> objects) {
        return new Subject(
                subject.id(),
                subject.uid(),
                subject.generation(),
                subject.spec(),
                subject.source(),
                new Subject.Asked(Optional.empty(), Optional.empty(), Optional.of(new Overrun("once", objects)), false),
                subject.published(),
                subject.policy(),
                subject.identity());
    }

    /** The mandate of an agent whose threads can be suspended just after they have checked for leadership. */
    private static final class Paused implements Mandate {
        private final List<ObjectRef> overran = new CopyOnWriteArrayList<>();
        private final CountDownLatch stands = new CountDownLatch(2);
        private final CountDownLatch deposed = new CountDownLatch(1);
        private volatile boolean still;

        void standStill() {
            still = true;
        }

        void goOnAsDeposed() {
            deposed.countDown();
        }

        @Override
        public boolean isHeld() {
            if (!still) {
                return true;
            }
            if (deposed.getCount() == 0) {
                return false;
            }
            stands.countDown();
            try {
                deposed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return true;
        }

        @Override
        public void overran(String application, ObjectRef object) {
            overran.add(object);
        }
    }
}
