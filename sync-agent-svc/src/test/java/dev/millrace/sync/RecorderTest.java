package dev.millrace.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.Event;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.value.EventId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.sync.prune.PendingClaims;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.report.Outbox;
import dev.millrace.sync.report.Outcomes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing is published that is not recorded, and nothing leaves the record before it is published. */
class RecorderTest {
    private static final Envelope<SyncCompleted> EVENT = Outcomes.envelope(
            Outcomes.superseded(Sample.ID, Sample.UID, Sample.attempt(1)), Sample.attempt(1), Sample.NOW);

    private final MapRecords records = new MapRecords();
    private final List<EventId> published = new CopyOnWriteArrayList<>();

    /** The number of writes of the record when each event was published. */
    private final List<Integer> savesBefore = new CopyOnWriteArrayList<>();

    private final List<String> granted = new ArrayList<>();
    private final PendingClaims claims = new PendingClaims(granted::add);
    private final Outbox outbox = new Outbox(this::publish, (uid, id) -> {});
    private final Recorder recorder =
            new Recorder(records, outbox, claims, new DeliveryMetrics(new SimpleMeterRegistry()));

    private void publish(Envelope<? extends Event> envelope) {
        savesBefore.add(records.saves());
        published.add(envelope.id());
    }

    @AfterEach
    void close() {
        recorder.close();
    }

    private Pass pass() {
        Subject app = Sample.subject();
        return new Pass(app, recorder.open(app), false, Sample.NOW);
    }

    @Test
    void aRecordThatHasNotChangedIsNotWritten() {
        records.having(Sample.UID, Sample.applied("one"));
        Pass pass = pass();

        recorder.save(pass);
        pass.tracked().set(Sample.applied("one"));
        recorder.save(pass);

        assertThat(records.saves()).isZero();
    }

    @Test
    void anEventIsPublishedAfterItsRecordIsWritten() {
        Pass pass = pass();
        pass.tracked().set(pass.tracked().ledger().publishing(EVENT));

        recorder.save(pass);

        await().atMost(Duration.ofMinutes(2)).until(() -> published.equals(List.of(EVENT.id())));
        assertThat(savesBefore).containsExactly(1);
        assertThat(records.find(Sample.UID).orElseThrow().outbox()).isEqualTo(List.of(EVENT));
    }

    @Test
    void anEventWhoseRecordCannotBeWrittenIsNotPublished() {
        Pass pass = pass();
        pass.tracked().set(pass.tracked().ledger().publishing(EVENT));
        pass.changedCluster();
        records.failing(1);

        assertThatThrownBy(() -> recorder.save(pass)).isInstanceOf(UncheckedIOException.class);
        assertThat(outbox.size()).isZero();
        assertThat(pass.hasUnrecordedEffects()).isTrue();

        recorder.save(pass);
        assertThat(pass.hasUnrecordedEffects()).isFalse();
        assertThat(outbox.size()).isEqualTo(1);
    }

    @Test
    void whatAnEarlierProcessRecordedIsPublishedWhenItIsRead() {
        records.having(Sample.UID, Sample.applied("one").publishing(EVENT));

        pass();

        await().atMost(Duration.ofMinutes(2)).until(() -> published.equals(List.of(EVENT.id())));
    }

    @Test
    void anAcknowledgedEventWaitsNoLongerAndIsPublishedAgainByTheNextAgent() {
        records.having(Sample.UID, Sample.applied("one").publishing(EVENT));
        Pass pass = pass();
        await().atMost(Duration.ofMinutes(2)).until(() -> published.size() == 1);

        recorder.acknowledge(pass.tracked(), Set.of());
        assertThat(pass.tracked().isUnrecorded()).isFalse();
        recorder.acknowledge(pass.tracked(), Set.of(EVENT.id()));
        recorder.save(pass);

        Ledger recorded = records.find(Sample.UID).orElseThrow();
        assertThat(recorded.outbox()).isEmpty();
        assertThat(recorded.lastEvents()).isEqualTo(List.of(EVENT));
        assertThat(outbox.size()).isZero();

        pass();

        await().atMost(Duration.ofMinutes(2)).until(() -> published.equals(List.of(EVENT.id(), EVENT.id())));
    }

    @Test
    void pendingClaimsAreThoseOfTheRecordsAndEndWithThem() {
        String claimed = Sample.ref("one").identity();
        records.having(Sample.UID, Sample.applied().claiming(Set.of(claimed)));
        recorder.reopen();
        assertThat(claims.isDeclaredBesides("another", Sample.ref("one"))).isTrue();
        assertThat(claims.isDeclaredBesides(Sample.UID, Sample.ref("one"))).isFalse();

        recorder.forget(Sample.UID);

        assertThat(claims.isDeclaredBesides("another", Sample.ref("one"))).isFalse();
        assertThat(recorder.recorded()).isEmpty();
        assertThat(recorder.find(Sample.UID)).isEmpty();
    }
}
