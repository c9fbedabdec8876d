package dev.millrace.drift.decide;

import static dev.millrace.drift.decide.LiveDeployment.OURS;
import static dev.millrace.drift.decide.LiveDeployment.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.cluster.record.Intent;
import dev.millrace.drift.decide.context.Context;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.DriftDetected.Change;
import dev.millrace.events.DriftDetected.FieldDrift;
import dev.millrace.events.wire.Envelope;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that are recreated, that are being deleted, and that are read in another version of their kind. */
class ReplacementTest {
    private static final Instant NOW = Instant.parse("2026-01-03T00:00:00Z");
    private static final String BY_KUBECTL =
            OURS.replace("\"millrace\", \"operation\": \"Apply\"", "\"kubectl-create\", \"operation\": \"Update\"");

    private final AppliedRecord record = LiveDeployment.recorded();

    private static LiveDeployment recreated() {
        return new LiveDeployment().metadata("uid", "\"uid-2\"").managed(BY_KUBECTL);
    }

    private DriftStep plan(
            AppliedRecord known, LiveState live, Context context, Optional<Envelope<DriftDetected>> open) {
        return DriftPlanner.plan(
                new DriftFacts(Optional.of(known), known.object(WEB), WEB, live, true, context),
                Optional.empty(),
                open.map(LatestEvent::after),
                NOW);
    }

    private DriftStep plan(LiveState live, Optional<Envelope<DriftDetected>> open) {
        return plan(record, live, Context.PLAIN, open);
    }

    private static Envelope<DriftDetected> published(DriftStep step) {
        if (step instanceof DriftStep.Publish(Envelope<DriftDetected> drift)) {
            return drift;
        }
        throw new AssertionError(step.toString());
    }

    @Test
    void anObjectThatWasRecreatedWithTheSameContentIsReplaced() {
        Envelope<DriftDetected> drift = published(plan(recreated().live(), Optional.empty()));

        assertThat(drift.event().change()).isEqualTo(Change.Replaced);
        assertThat(drift.event().objectUid()).contains("uid-2");
        assertThat(drift.event().fields()).isEmpty();
        assertThat(plan(recreated().live(), Optional.of(drift))).isEqualTo(new DriftStep.NoChange());
    }

    @Test
    void anotherObjectWithOtherContentIsModified() {
        assertThat(published(plan(recreated().image("web:2").live(), Optional.empty()))
                        .event()
                        .change())
                .isEqualTo(Change.Modified);
    }

    @Test
    void aMissingObjectThatIsRecreatedIsResolvedAndNotReportedAgain() {
        Envelope<DriftDetected> missing = published(plan(new LiveState.Absent(), Optional.empty()));
        Context accepted = new Context(
                Context.PLAIN.applicationEnds(),
                Context.PLAIN.autoscalers(),
                Context.PLAIN.schema(),
                Optional.of("uid-2"));

        assertThat(published(plan(recreated().live(), Optional.of(missing)))
                        .event()
                        .change())
                .isEqualTo(Change.Resolved);
        assertThat(plan(record, recreated().live(), accepted, Optional.empty())).isEqualTo(new DriftStep.NoChange());
        assertThat(published(plan(
                                record, recreated().metadata("uid", "\"uid-3\"").live(), accepted, Optional.empty()))
                        .event()
                        .change())
                .isEqualTo(Change.Replaced);
    }

    @Test
    void anObjectThatTheAgentRecreatesAwaitsItsRecord() {
        LiveState live = new LiveDeployment().metadata("uid", "\"uid-2\"").live();
        AppliedRecord creating = record.intending(new Intent(Set.of(WEB), Set.of(), Set.of()));

        assertThat(plan(live, Optional.empty())).isEqualTo(new DriftStep.Wait());
        assertThat(plan(creating, live, Context.PLAIN, Optional.empty())).isEqualTo(new DriftStep.NoChange());
    }

    @Test
    void anObjectThatWaitsForItsFinalizersIsTerminatingWithTheTime() {
        LiveState live = new LiveDeployment()
                .metadata("deletionTimestamp", "\"2026-01-02T00:00:00Z\"")
                .live();

        Envelope<DriftDetected> drift = published(plan(live, Optional.empty()));

        assertThat(drift.event().change()).isEqualTo(Change.Terminating);
        assertThat(drift.event().fields())
                .containsExactly(new FieldDrift(
                        "metadata.deletionTimestamp",
                        Optional.empty(),
                        Optional.of(LiveDeployment.json("\"2026-01-02T00:00:00Z\"")),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(published(plan(new LiveState.Absent(), Optional.of(drift)))
                        .event()
                        .change())
                .isEqualTo(Change.Missing);
    }

    @Test
    void anObjectThatTheAgentPrunesIsNotTerminating() {
        AppliedRecord pruning = record.intending(new Intent(Set.of(), Set.of(WEB), Set.of()));
        LiveState live = new LiveDeployment()
                .metadata("deletionTimestamp", "\"2026-01-02T00:00:00Z\"")
                .live();

        assertThat(plan(pruning, live, Context.PLAIN, Optional.empty())).isEqualTo(new DriftStep.NoChange());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "millrace.dev/reconcile=disabled",
                "kustomize.toolkit.fluxcd.io/ssa=Ignore",
                "kustomize.toolkit.fluxcd.io/reconcile=disabled"
            })
    void anObjectThatIsLeftAloneHasNotDrifted(String annotation) {
        String[] parts = annotation.split("=", -1);
        LiveState live = new LiveDeployment()
                .image("web:2")
                .annotation(parts[0], parts[1])
                .live();

        assertThat(plan(live, Optional.empty())).isEqualTo(new DriftStep.NoChange());
        assertThat(published(plan(new LiveState.Absent(), Optional.empty()))
                        .event()
                        .change())
                .isEqualTo(Change.Missing);
    }

    @Test
    void aFieldThatAnotherVersionOfTheKindHasOtherwiseIsNoDriftWhileItIsOurs() {
        LiveState converted =
                new LiveDeployment().version("apps/v2").image("web/1").live();
        LiveState changed = new LiveDeployment()
                .version("apps/v2")
                .image("web:2")
                .managed(OURS.replace(", \"f:image\": {}", ""))
                .live();

        assertThat(plan(converted, Optional.empty())).isEqualTo(new DriftStep.NoChange());
        assertThat(published(plan(changed, Optional.empty())).event().fields())
                .singleElement()
                .satisfies(field -> assertThat(field.path()).endsWith("image"));
    }

    @Test
    void theAuthorOfAValueStaysWhileAnotherManagerOnlyAgrees() {
        String one = BY_KUBECTL.replace("kubectl-create", "one").replace("2026-01-01", "2026-01-02");
        String two = BY_KUBECTL.replace("kubectl-create", "two").replace("2026-01-01", "2026-01-01");
        Envelope<DriftDetected> first =
                published(plan(new LiveDeployment().replicas(6).managed(one).live(), Optional.empty()));

        assertThat(first.event().fields()).extracting(FieldDrift::manager).contains(Optional.of("one"));
        assertThat(plan(
                        new LiveDeployment()
                                .replicas(6)
                                .managed(two + "," + one)
                                .live(),
                        Optional.of(first)))
                .isEqualTo(new DriftStep.NoChange());
        assertThat(published(plan(new LiveDeployment().replicas(7).managed(two).live(), Optional.of(first)))
                        .event()
                        .fields())
                .extracting(FieldDrift::manager)
                .contains(Optional.of("two"));
    }
}
