package dev.millrace.sync.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Event;
import dev.millrace.events.Health;
import dev.millrace.events.HealthChanged;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.value.EventId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.sync.Sample;
import dev.millrace.sync.report.Outcomes;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LastEventsTest {
    private static final Envelope<SyncCompleted> FIRST = outcome(1, "crashed");
    private static final Envelope<SyncCompleted> SECOND = outcome(2, "crashed again");
    private static final Envelope<HealthChanged> HEALTH = Envelope.first(
            new HealthChanged(
                    Sample.ID,
                    Sample.UID,
                    Health.Healthy,
                    Health.Degraded,
                    Sample.NOW,
                    Optional.of(Sample.NEW),
                    List.of()),
            "sync-agent-svc",
            Sample.NOW,
            Sample.CHAIN,
            Optional.empty());

    @Test
    void theLastEventOfEachTopicIsKeptInTheOrderOfTheirAcknowledgements() {
        Ledger ledger = Sample.ledger().publishing(FIRST).publishing(HEALTH).publishing(SECOND);

        Ledger acknowledged = ledger.acknowledged(Set.of(FIRST.id(), HEALTH.id()));
        Ledger all = read(acknowledged).acknowledged(Set.of(SECOND.id()));

        assertThat(acknowledged.lastEvents()).isEqualTo(List.of(FIRST, HEALTH));
        assertThat(read(all).lastEvents()).isEqualTo(List.of(HEALTH, SECOND));
        assertThat(all.outbox()).isEmpty();
    }

    @Test
    void anEventThatIsNotInTheOutboxChangesNothing() {
        Ledger ledger = Sample.ledger().publishing(FIRST);

        assertThat(ledger.acknowledged(Set.of(EventId.of("another", "event")))).isSameAs(ledger);
        assertThat(ledger.lastEvents()).isEmpty();
    }

    @Test
    void anEventThatIsTooLargeForTheRecordIsNotKept() {
        List<Envelope<? extends Event>> large = List.of(Outcomes.envelope(
                Outcomes.failed(
                        Sample.ID,
                        Sample.UID,
                        Sample.attempt(3),
                        List.of(),
                        Collections.nCopies(2_000, Sample.ref("left")),
                        "left"),
                Sample.attempt(3),
                Sample.NOW));

        assertThat(LastEvents.read(LastEvents.after(LastEvents.after(null, List.of(HEALTH)), large)))
                .isEqualTo(List.of(HEALTH));
    }

    @Test
    void aNoteOfAnotherVersionCountsAsAbsent() {
        assertThat(LastEvents.read(null)).isEmpty();
        assertThat(LastEvents.read("{}")).isEmpty();
        assertThat(LastEvents.read("[{\"headers\": {\"ce_type\": \"unknown\"}, \"value\": \"\"}]"))
                .isEmpty();
    }

    private static Ledger read(Ledger ledger) {
        return Notes.read(Notes.write(ledger));
    }

    private static Envelope<SyncCompleted> outcome(long number, String reason) {
        return Outcomes.envelope(
                Outcomes.failed(Sample.ID, Sample.UID, Sample.attempt(number), List.of(), List.of(), reason),
                Sample.attempt(number),
                Sample.NOW);
    }
}
