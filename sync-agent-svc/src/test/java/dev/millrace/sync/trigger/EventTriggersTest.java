package dev.millrace.sync.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.events.ConfigCommitted;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.Event;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.DeadLetters;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.EventInbox;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.continuity.PublishedRecords;
import dev.millrace.messaging.death.ProcessDeaths;
import dev.millrace.sync.Sample;
import dev.millrace.sync.report.Outcomes;
import dev.millrace.sync.state.Triggers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** An event only selects the applications to reconcile. */
class EventTriggersTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private TestAgent parts;
    private EventTriggers triggers;

    @BeforeEach
    void create() {
        parts = new TestAgent(directory);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        DeliveryMetrics metrics = new DeliveryMetrics(registry);
        EventPublisher publisher =
                new EventPublisher(new NoKafka(), metrics, new PublishedRecords(1), Duration.ofSeconds(1));
        EventInbox inbox = new EventInbox(
                new DeadLetters(publisher, metrics), new ProcessDeaths(Map.of(), 2), metrics, registry, 10);
        triggers = new EventTriggers(inbox, parts.agent, parts.followers, parts.network, parts.results);
        parts.know(Sample.application("web"));
        parts.know(Sample.application("cart"));
        parts.know(Sample.application("next", "source: {repository: '" + Sample.URL + "', branch: next}"));
        parts.open();
    }

    @AfterEach
    void close() {
        parts.close();
    }

    private void receive(Event event) {
        triggers.receive(new Envelope<>(event, "test", Sample.NOW, Sample.CHAIN, Optional.empty(), Optional.empty()));
    }

    private Triggers only(String uid) {
        List<Triggers> passes = parts.passes().getOrDefault(uid, List.of());
        assertThat(passes).hasSize(1);
        return passes.getFirst();
    }

    @Test
    void aCommitTriggersEveryFollowerOfItsRefWithItsIdAsTheCause() {
        ConfigCommitted event = FollowersTest.commit(Sample.REPOSITORY, Sample.MAIN);

        receive(event);

        assertThat(parts.passes()).containsOnlyKeys("uid-web", "uid-cart");
        Instant asOf = only("uid-web").sourceAsOf().orElseThrow();
        assertThat(only("uid-web")).isEqualTo(Triggers.committed(asOf, Sample.NEW, event.id()));
        assertThat(only("uid-cart")).isEqualTo(only("uid-web"));
    }

    @Test
    void theFollowersAreNotTriggeredAgainByTheFirstThatFetchesTheCommit() {
        receive(FollowersTest.commit(Sample.REPOSITORY, Sample.MAIN));
        parts.passes();

        parts.network.sourceAt(parts.subject("web"), Sample.NEW, Sample.NOW);

        assertThat(parts.passes().get("uid-cart")).hasSize(1);
    }

    @Test
    void aDeletedBranchNamesNoCommit() {
        ConfigCommitted deleted = new ConfigCommitted(
                Sample.REPOSITORY,
                Sample.MAIN,
                Sample.OLD,
                CommitId.NONE,
                Optional.empty(),
                List.of(),
                0,
                List.of(),
                ConfigCommitted.Origin.HUMAN,
                List.of(),
                Sample.NOW);

        receive(deleted);

        Triggers web = only("uid-web");
        assertThat(web).isEqualTo(Triggers.source(web.sourceAsOf().orElseThrow(), Trigger.EVENT));
    }

    @Test
    void aCommitThatNobodyFollowsTriggersNothing() {
        receive(FollowersTest.commit(Sample.REPOSITORY, GitRef.branch("other")));

        assertThat(parts.passes()).isEmpty();
    }

    private static DriftDetected drift(String uid, DriftDetected.Change change) {
        return new DriftDetected(
                Sample.ID,
                uid,
                Sample.ref("one"),
                Optional.of("uid-one"),
                change,
                List.of(),
                Optional.of(Sample.NEW),
                change == DriftDetected.Change.Resolved
                        ? Optional.of(EventId.of("drift.detected", "one"))
                        : Optional.empty(),
                true,
                Sample.NOW);
    }

    static final List<Arguments> DRIFT = List.of(
            arguments(drift("uid-web", DriftDetected.Change.Modified), Set.of("uid-web")),
            arguments(drift("uid-web", DriftDetected.Change.Missing), Set.of("uid-web")),
            arguments(drift("uid-web", DriftDetected.Change.Resolved), Set.of("uid-web")),
            arguments(drift("uid-web", DriftDetected.Change.Extra), Set.of()),
            arguments(drift("uid-of-another-cluster", DriftDetected.Change.Modified), Set.of()));

    @ParameterizedTest(name = "{0}")
    @FieldSource("DRIFT")
    void driftOfARecordedObjectIsComparedByItsApplication(DriftDetected event, Set<String> triggered) {
        receive(event);

        assertThat(parts.passes().keySet()).isEqualTo(triggered);
        triggered.forEach(uid -> assertThat(only(uid))
                .isEqualTo(Triggers.drifted(Sample.ref("one").identity(), event.id())));
    }

    @Test
    void anEventOfAnotherKindIsRefused() {
        Event other = Outcomes.superseded(Sample.ID, Sample.UID, Sample.attempt(1));

        assertThatThrownBy(() -> receive(other)).isInstanceOf(IllegalArgumentException.class);
        assertThat(parts.passes()).isEqualTo(Map.of());
    }

    private static final class NoKafka implements Emitter<byte[]> {
        @Override
        public CompletionStage<Void> send(byte[] payload) {
            return CompletableFuture.failedFuture(new IllegalStateException("nothing is published here"));
        }

        @Override
        public <M extends Message<? extends byte[]>> void send(M message) {
            throw new IllegalStateException("nothing is published here");
        }

        @Override
        public void complete() {}

        @Override
        public void error(Exception e) {}

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public boolean hasRequests() {
            return true;
        }
    }
}
