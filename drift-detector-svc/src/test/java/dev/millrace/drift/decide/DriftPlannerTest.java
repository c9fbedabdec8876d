package dev.millrace.drift.decide;

import static dev.millrace.drift.decide.Situation.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.DriftDetected.Change;
import dev.millrace.events.DriftDetected.FieldDrift;
import dev.millrace.events.wire.Decoded;
import dev.millrace.events.wire.EncodedEvent;
import dev.millrace.events.wire.Envelope;
import dev.millrace.events.wire.EventCodec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DriftPlannerTest {
    private static final Instant NOW = Instant.parse("2026-01-03T00:00:00Z");

    private final AppliedRecord record = Situation.recorded();

    private Step plan(Live live, Optional<Envelope<DriftDetected>> open) {
        return DriftPlanner.plan(new Facts(Optional.of(record), record.object(WEB), WEB, live, true), open, NOW);
    }

    private Envelope<DriftDetected> told(Live live) {
        return told(plan(live, Optional.empty()));
    }

    private static Envelope<DriftDetected> told(Step step) {
        if (step instanceof Step.Tell(Envelope<DriftDetected> news)) {
            return news;
        }
        throw new AssertionError(step.toString());
    }

    @Test
    void driftIsToldWithWhatItDriftedFrom() {
        Envelope<DriftDetected> news = told(new Situation().image("web:2").live());

        assertThat(news.chain()).isEqualTo(Situation.CHAIN);
        assertThat(news.causation()).contains(Situation.CAUSE);
        assertThat(news.event().change()).isEqualTo(Change.Modified);
        assertThat(news.event().revision()).contains(Situation.COMMIT);
        assertThat(news.event().heal()).isTrue();
        assertThat(news.event().detectedAt()).isEqualTo(NOW);
    }

    @Test
    void theSameDriftIsToldOnce() {
        Live live = new Situation().image("web:2").live();

        assertThat(plan(live, Optional.of(told(live)))).isEqualTo(new Step.Leave());
    }

    @Test
    void driftThatBecomesAnotherIsToldAgain() {
        Envelope<DriftDetected> first = told(new Situation().image("web:2").live());

        Envelope<DriftDetected> second =
                told(plan(new Situation().image("web:3").live(), Optional.of(first)));

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(told(plan(new Live.Gone(), Optional.of(second))).event().change())
                .isEqualTo(Change.Missing);
    }

    @Test
    void driftThatIsOverIsToldAsResolvedAndNamesTheOneBefore() {
        Envelope<DriftDetected> first = told(new Situation().image("web:2").live());

        Envelope<DriftDetected> over = told(plan(new Situation().live(), Optional.of(first)));

        assertThat(over.event().change()).isEqualTo(Change.Resolved);
        assertThat(over.event().resolves()).contains(first.id());
        assertThat(over.event().fields()).isEqualTo(first.event().fields());
        assertThat(over.chain()).isEqualTo(first.chain());
        assertThat(over.causation()).contains(first.id());
    }

    @Test
    void nothingIsToldWhileNothingIsKnown() {
        Envelope<DriftDetected> first = told(new Situation().image("web:2").live());

        assertThat(plan(new Live.Unseen(), Optional.of(first))).isEqualTo(new Step.Leave());
        assertThat(plan(new Situation().live(), Optional.empty())).isEqualTo(new Step.Leave());
    }

    @Test
    void driftOfAnApplicationThatIsGoneIsOver() {
        Envelope<DriftDetected> first = told(new Live.Gone());
        Facts gone = new Facts(Optional.empty(), Optional.empty(), WEB, new Live.Unwatched(), true);

        Step step = DriftPlanner.plan(gone, Optional.of(first), NOW);

        assertThat(told(step).event().change()).isEqualTo(Change.Resolved);
    }

    @Test
    void aFieldThatIsGoneIsTheSameStateWhenItIsReadBackFromTheTopic() {
        Live live = new Situation().withoutAnnotations().managed("").live();
        Envelope<DriftDetected> told = told(live);

        Envelope<DriftDetected> readBack = readBack(told);

        assertThat(readBack.event()).isEqualTo(told.event());
        assertThat(plan(live, Optional.of(readBack))).isEqualTo(new Step.Leave());
    }

    @Test
    void aRedactedFieldCanBeReadBackFromTheTopic() {
        FieldDrift redacted = new FieldDrift(
                "data.password",
                Optional.empty(),
                Optional.empty(),
                true,
                Optional.of("kubectl-edit"),
                Optional.of("Update"),
                Optional.of(NOW));
        Envelope<DriftDetected> told = told(new Live.Gone());
        DriftDetected missing = told.event();
        DriftDetected secret = new DriftDetected(
                missing.application(),
                missing.applicationUid(),
                missing.object(),
                missing.objectUid(),
                Change.Modified,
                List.of(redacted),
                missing.revision(),
                Optional.empty(),
                true,
                NOW);

        Envelope<DriftDetected> readBack =
                readBack(Envelope.first(secret, DriftPlanner.SERVICE, NOW, told.chain(), Optional.empty()));

        assertThat(readBack.event()).isEqualTo(secret);
    }

    private static Envelope<DriftDetected> readBack(Envelope<DriftDetected> told) {
        EncodedEvent encoded = EventCodec.encode(told);
        Decoded decoded = EventCodec.decode(encoded.headers(), encoded.value());
        if (decoded instanceof Decoded.Known(Envelope<?> known) && known.event() instanceof DriftDetected event) {
            return new Envelope<>(event, known.source(), known.time(), known.chain(), known.causation(), known.trace());
        }
        throw new AssertionError(decoded.toString());
    }
}
