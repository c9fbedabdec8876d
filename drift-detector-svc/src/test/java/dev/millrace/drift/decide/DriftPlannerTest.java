package dev.millrace.drift.decide;

import static dev.millrace.drift.decide.Situation.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.DriftDetected.Change;
import dev.millrace.events.wire.Envelope;
import java.time.Instant;
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
}
