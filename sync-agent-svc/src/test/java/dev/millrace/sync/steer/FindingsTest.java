package dev.millrace.sync.steer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Health;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A fact is looked up once, until something changes it. */
class FindingsTest {
    private static final Findings ALL = Findings.none(true)
            .withSourceRead()
            .with(new Target.Current(Examples.NEW))
            .with(new Findings.Comparison(true, false))
            .withDriftCompared()
            .with(new Findings.Dependencies(Optional.of("waits for shop/db")))
            .with(Examples.health(true, Health.Healthy))
            .with(new RemovalProgress.Gone());

    @Test
    void nothingIsKnownAtTheBeginning() {
        assertThat(Findings.none(false))
                .isEqualTo(new Findings(
                        false,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void aChangeOfTheClusterForgetsOnlyWhatItChanges() {
        assertThat(ALL.afterChange())
                .isEqualTo(new Findings(
                        true,
                        true,
                        ALL.target(),
                        ALL.comparison(),
                        true,
                        ALL.dependencies(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void aDecisionForgetsAllButThatTheSourceWasRead() {
        assertThat(ALL.afterDecision()).isEqualTo(Findings.none(true).withSourceRead());
    }

    @Test
    void theOrderOfLookupsDoesNotMatter() {
        List<UnaryOperator<Findings>> lookups = List.of(
                Findings::withSourceRead,
                findings -> findings.with(new Target.Current(Examples.NEW)),
                findings -> findings.with(new Findings.Comparison(true, false)),
                Findings::withDriftCompared,
                findings -> findings.with(new Findings.Dependencies(Optional.of("waits for shop/db"))),
                findings -> findings.with(Examples.health(true, Health.Healthy)),
                findings -> findings.with(new RemovalProgress.Gone()));

        Findings backwards = Findings.none(true);
        for (UnaryOperator<Findings> lookup : lookups.reversed()) {
            backwards = lookup.apply(backwards);
        }

        assertThat(backwards).isEqualTo(ALL);
    }

    @Test
    void aLaterFindingReplacesTheEarlierOne() {
        assertThat(ALL.with(new RemovalProgress.Blocked("forbidden")).removal())
                .contains(new RemovalProgress.Blocked("forbidden"));
        assertThat(ALL.with(new Findings.Dependencies(Optional.empty())).dependencies())
                .contains(new Findings.Dependencies(Optional.empty()));
    }
}
