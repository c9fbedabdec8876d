package dev.millrace.sync.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.events.Event;
import dev.millrace.events.Health;
import dev.millrace.events.HealthChanged;
import dev.millrace.events.wire.Envelope;
import dev.millrace.sync.Sample;
import dev.millrace.sync.report.Outcomes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** An event is written as "h1" or "c1": the first change of health, the end of the first attempt. "H1" is a change with very long reasons. */
class PendingEventsTest {
    private static final String LONG = "r".repeat(1_000);

    static final List<Arguments> BOUNDED = List.of(
            arguments("nothing", "", ""),
            arguments("few events stay", "h1 c2 h3 h4", "h1 c2 h3 h4"),
            arguments("as many changes of health as there is room for", many("h", 1, 20), many("h", 1, 20)),
            arguments("of more the first and the last", many("h", 1, 21), "h1 h21"),
            arguments(
                    "the ends of attempts stay in their places",
                    "c0 " + many("h", 1, 12) + " c13 " + many("h", 14, 30) + " c31",
                    "c0 h1 c13 h30 c31"),
            arguments("all ends of attempts", many("c", 1, 300), many("c", 1, 300)),
            arguments("of too many the last ones", many("c", 1, 600), many("c", 77, 600)),
            arguments("large changes of health go first", "c0 " + many("H", 1, 5), "c0 H4 H5"),
            arguments("the last of both kinds stays", "H1 c2 H3 c4 H5", "c2 H3 c4 H5"));

    private static String many(String kind, int from, int to) {
        return String.join(
                " ", IntStream.rangeClosed(from, to).mapToObj(i -> kind + i).toList());
    }

    private static Envelope<? extends Event> event(String text) {
        int number = Integer.parseInt(text.substring(1));
        return switch (text.charAt(0)) {
            case 'c' ->
                Outcomes.envelope(
                        Outcomes.superseded(Sample.ID, Sample.UID, Sample.attempt(number)),
                        Sample.attempt(number),
                        Sample.NOW);
            case 'h' -> health(number, 0);
            default -> health(number, 200);
        };
    }

    private static Envelope<HealthChanged> health(int number, int objects) {
        HealthChanged event = new HealthChanged(
                Sample.ID,
                Sample.UID,
                Health.Healthy,
                Health.Degraded,
                Sample.NOW.plusSeconds(number),
                Optional.of(Sample.NEW),
                IntStream.range(0, objects)
                        .mapToObj(i -> new HealthChanged.ObjectHealth(Sample.ref("o" + i), Health.Degraded, LONG))
                        .toList());
        return new Envelope<>(event, "sync-agent-svc", Sample.NOW, Sample.CHAIN, Optional.empty(), Optional.empty());
    }

    private static List<Envelope<? extends Event>> events(String texts) {
        List<Envelope<? extends Event>> events = new ArrayList<>();
        Arrays.stream(texts.split(" ")).filter(text -> !text.isEmpty()).forEach(text -> events.add(event(text)));
        return events;
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("BOUNDED")
    void eventsThatWaitForKafkaAreBounded(String name, String waiting, String kept) {
        assertThat(PendingEvents.bounded(events(waiting)))
                .extracting(Envelope::id)
                .isEqualTo(events(kept).stream().map(Envelope::id).toList());
    }

    @Test
    void aRecordStaysSmallHoweverOftenTheHealthChanges() {
        Ledger ledger = Sample.ledger();

        for (int i = 0; i < 2_000; i++) {
            ledger = ledger.publishing(event((i % 7 == 0 ? "H" : "h") + i));
        }

        assertThat(ledger.outbox()).hasSizeLessThanOrEqualTo(PendingEvents.MAX_HEALTH_CHANGES);
        assertThat(ledger.outbox().getLast().id()).isEqualTo(event("h1999").id());
    }
}
