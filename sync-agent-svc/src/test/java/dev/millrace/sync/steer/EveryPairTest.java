package dev.millrace.sync.steer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.application.DeletionPolicy;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.sync.plan.Pruning;
import dev.millrace.sync.state.AttemptState.Removing.Order;
import dev.millrace.sync.state.Failure;
import dev.millrace.sync.state.SourceProblem;
import dev.millrace.sync.state.Triggers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The first step for each state of an attempt and each event. */
class EveryPairTest {
    private static final String TABLE = """
            state          nothing        asked          newCommit      unavailable    retryDue       drift          suspended      observed       request        deletePrune    deleteOrphan   deleteRefuse   timeout
            fresh          ReadSource     ReadSource     ResolveTarget  CheckHealth    ReadSource     ReadSource     CheckHealth    ReadSource     ReadSource     Leave          Leave          Leave          ReadSource
            atRest         CheckHealth    ReadSource     ResolveTarget  CheckHealth    ReadSource     ResolveTarget  CheckHealth    PreviewChanges ResolveTarget  BeginRemoval   ReleaseAll     CheckHealth    CheckHealth
            refused        CheckHealth    ReadSource     ResolveTarget  CheckHealth    ReadSource     ResolveTarget  CheckHealth    PreviewChanges ResolveTarget  CheckHealth    ReleaseAll     CheckHealth    CheckHealth
            unhealthy      CheckHealth    CheckHealth    CheckHealth    CheckHealth    CheckHealth    CheckHealth    CheckHealth    CheckHealth    CheckHealth    BeginRemoval   ReleaseAll     CheckHealth    CheckHealth
            notRendered    CheckHealth    ReadSource     ResolveTarget  CheckHealth    ReadSource     ResolveTarget  CheckHealth    PreviewChanges ResolveTarget  BeginRemoval   ReleaseAll     CheckHealth    CheckHealth
            pruneWithheld  CheckHealth    ReadSource     ResolveTarget  CheckHealth    ReadSource     ResolveTarget  CheckHealth    PreviewChanges ResolveTarget  BeginRemoval   ReleaseAll     CheckHealth    CheckHealth
            interrupted    ResolveTarget  ReadSource     ResolveTarget  CheckHealth    ReadSource     ResolveTarget  CheckHealth    Supersede      ResolveTarget  BeginRemoval   Supersede      CheckHealth    ResolveTarget
            applying       ApplyNext      ReadSource     ResolveTarget  ApplyNext      ReadSource     ResolveTarget  ApplyNext      Supersede      ResolveTarget  BeginRemoval   Supersede      ApplyNext      ApplyNext
            nextWave       CheckHealth    ReadSource     ResolveTarget  CheckHealth    ReadSource     ResolveTarget  CheckHealth    Supersede      ResolveTarget  BeginRemoval   Supersede      CheckHealth    CheckHealth
            applied        FinishApplying ReadSource     ResolveTarget  FinishApplying ReadSource     ResolveTarget  FinishApplying Supersede      ResolveTarget  BeginRemoval   Supersede      FinishApplying FinishApplying
            settling       CheckHealth    ReadSource     ResolveTarget  CheckHealth    ReadSource     ResolveTarget  CheckHealth    Supersede      ResolveTarget  BeginRemoval   Supersede      CheckHealth    CheckHealth
            removingFirst  PruneNext      ReadSource     ResolveTarget  PruneNext      ReadSource     ResolveTarget  PruneNext      Supersede      ResolveTarget  BeginRemoval   Supersede      PruneNext      PruneNext
            removingAfter  PruneNext      ReadSource     ResolveTarget  PruneNext      ReadSource     ResolveTarget  PruneNext      Supersede      ResolveTarget  BeginRemoval   Supersede      PruneNext      PruneNext
            ending         PruneNext      PruneNext      PruneNext      PruneNext      PruneNext      PruneNext      PruneNext      PruneNext      PruneNext      PruneNext      Supersede      PruneNext      PruneNext
            """;

    private static final Map<String, Supplier<Situation>> STATES = Map.ofEntries(
            Map.entry("fresh", Situation::fresh),
            Map.entry("atRest", Situation::atRest),
            Map.entry(
                    "refused",
                    () -> Situation.atRest().failed(Failure.Kind.REFUSED).retryIn(Duration.ofMinutes(1))),
            Map.entry("unhealthy", () -> Situation.atRest().failed(Failure.Kind.UNHEALTHY)),
            Map.entry("notRendered", () -> Situation.atRest().failed(Failure.Kind.NOT_RENDERED)),
            Map.entry("pruneWithheld", () -> Situation.atRest().failed(Failure.Kind.PRUNE_WITHHELD)),
            Map.entry("interrupted", () -> Situation.atRest().interrupted()),
            Map.entry("applying", () -> Situation.atRest().applying(1, 0, 0)),
            Map.entry("nextWave", () -> Situation.atRest().applying(1, 0, 1)),
            Map.entry("applied", () -> Situation.atRest().applying(1, 0)),
            Map.entry("settling", () -> Situation.atRest().settling(0, new Pruning.Allowed())),
            Map.entry("removingFirst", () -> Situation.atRest().removing(Order.BEFORE_APPLY)),
            Map.entry("removingAfter", () -> Situation.atRest().removing(Order.AFTER_HEALTHY)),
            Map.entry("ending", () -> Situation.atRest().ending().deletion(DeletionPolicy.PRUNE)));

    private static final Map<String, UnaryOperator<Situation>> EVENTS = Map.ofEntries(
            Map.entry("nothing", situation -> situation),
            Map.entry("asked", situation -> situation.asked(Triggers.source(Situation.NOW, Trigger.POLL))),
            Map.entry("newCommit", situation -> situation.at(Examples.NEW)),
            Map.entry(
                    "unavailable",
                    situation -> situation.failing(SourceProblem.Kind.UNAVAILABLE, Optional.of(Duration.ofSeconds(1)))),
            Map.entry(
                    "retryDue",
                    situation ->
                            situation.failing(SourceProblem.Kind.UNAVAILABLE, Optional.of(Duration.ofSeconds(-1)))),
            Map.entry("drift", situation -> situation.healing().drifted("one")),
            Map.entry("suspended", situation -> situation.suspended().at(Examples.NEW)),
            Map.entry("observed", Situation::observed),
            Map.entry("request", Situation::syncRequested),
            Map.entry("deletePrune", situation -> situation.deletion(DeletionPolicy.PRUNE)),
            Map.entry("deleteOrphan", situation -> situation.deletion(DeletionPolicy.ORPHAN)),
            Map.entry("deleteRefuse", situation -> situation.deletion(DeletionPolicy.REFUSE)),
            Map.entry("timeout", EveryPairTest::timedOut));

    private static Situation timedOut(Situation situation) {
        return situation.facts().record().running().isPresent() ? situation.timedOut() : situation;
    }

    static Stream<Arguments> pairs() {
        List<String> rows = TABLE.lines().toList();
        String[] events = rows.getFirst().split("\\s+", -1);
        List<Arguments> pairs = new ArrayList<>();
        for (String row : rows.subList(1, rows.size())) {
            String[] cells = row.split("\\s+", -1);
            for (int i = 1; i < events.length; i++) {
                pairs.add(Arguments.of(cells[0], events[i], cells[i]));
            }
        }
        return pairs.stream();
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @MethodSource("pairs")
    void theFirstStepIs(String state, String event, String step) {
        Situation situation = requireNonNull(EVENTS.get(event))
                .apply(requireNonNull(STATES.get(state)).get());

        Step next = situation.next();

        assertThat(next.getClass().getSimpleName()).isEqualTo(step);
    }
}
