package dev.millrace.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.events.SyncCompleted.Action;
import dev.millrace.events.SyncCompleted.ObjectChange;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.sync.apply.CannedServer;
import dev.millrace.sync.apply.ClusterUnavailable;
import dev.millrace.sync.apply.Executor;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.PlanStep;
import dev.millrace.sync.plan.Pruning;
import dev.millrace.sync.plan.Stage;
import dev.millrace.sync.plan.SyncPlan;
import dev.millrace.sync.prune.PendingClaims;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.render.input.Inputs;
import dev.millrace.sync.report.Outbox;
import dev.millrace.sync.state.AttemptState;
import dev.millrace.sync.state.Work;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The record before and after a step, by the API server's answers about its objects. */
class StepApplierTest {
    private static final ObjectRef A = Sample.ref("a");
    private static final ObjectRef B = Sample.ref("b");

    private final CannedServer server = new CannedServer().serve("v1", "configmaps ConfigMap");
    private final MapRecords records = new MapRecords();
    private final DeliveryMetrics metrics = new DeliveryMetrics(new SimpleMeterRegistry());
    private final Recorder recorder =
            new Recorder(records, new Outbox(envelope -> {}, (uid, id) -> {}), new PendingClaims(uid -> {}), metrics);
    private final StepApplier steps = new StepApplier(
            new Executor(server.objects(), uid -> true)::as,
            recorder,
            new AwaitedObjects(uid -> {}),
            metrics,
            new HandClock());
    private final TrackedApplication tracked = new TrackedApplication(Sample.begun());
    private final Pass pass = new Pass(Sample.subject(), tracked, false, Sample.NOW);

    @AfterEach
    void close() {
        recorder.close();
        server.close();
    }

    private static String patch(String name) {
        return "PATCH /api/v1/namespaces/shop/configmaps/" + name + "?fieldManager=millrace&force=true";
    }

    private void storing(String name) {
        server.answer(patch(name), 200, """
                {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "%1$s", "namespace": "shop", "uid": "uid-%1$s",
                 "resourceVersion": "7", "managedFields": [{"manager": "millrace", "operation": "Apply", "apiVersion": "v1",
                 "fieldsType": "FieldsV1", "fieldsV1": {"f:data": {"f:a": {}}}}]}, "data": {"a": "x"}}""".formatted(name));
    }

    private static Manifest manifest(String name) {
        return ManifestReader.read(
                        "a.yaml",
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, namespace: shop}, data: {a: x}}"
                                .formatted(name))
                .objects()
                .getFirst();
    }

    private void apply(Operation... operations) {
        applyAll(step(0, operations));
    }

    private static PlanStep step(int wave, Operation... operations) {
        return new PlanStep(wave, Stage.GROUND, List.of(operations));
    }

    private void applyAll(PlanStep... all) {
        SyncPlan plan = new SyncPlan(List.of(all), List.of(), List.of(), List.of(), new Pruning.Allowed());
        Work work = new Work(plan, Inputs.NONE.hiding(List.of("hunter2")), Set.of(), Set.of(), 0);
        tracked.set(new AttemptState.Applying(work, 0, Map.of()));
        for (int i = 0; i < all.length; i++) {
            steps.applyNext(pass, (AttemptState.Applying) tracked.attempt());
        }
    }

    private Ledger recorded() {
        return records.find(Sample.UID).orElseThrow();
    }

    private static List<ObjectRef> objects(Ledger ledger) {
        return ledger.objects().stream().map(AppliedObject::ref).toList();
    }

    @Test
    void whatAStepCreatesIsRecordedAsIntendedBefore() {
        storing("a");
        storing("b");

        apply(new Operation.Create(manifest("a")), new Operation.Create(manifest("b")));

        assertThat(records.saves()).isEqualTo(1);
        assertThat(recorded().record().intent().applying()).containsExactlyInAnyOrder(A, B);
        assertThat(recorded().objects()).isEmpty();
        assertThat(objects(tracked.ledger())).containsExactlyInAnyOrder(A, B);
        assertThat(tracked.ledger().record().intent().applying()).isEmpty();
        assertThat(pass.hasUnrecordedEffects())
                .as("after a crash they count as possibly created")
                .isFalse();
    }

    @Test
    void whatAWaveCreatesIsRecordedAtOnceAndWhatALaterOneCreatesBeforeThatOne() {
        storing("a");
        storing("b");
        storing("c");

        applyAll(
                step(0, new Operation.Create(manifest("a"))),
                step(0, new Operation.Create(manifest("b"))),
                step(1, new Operation.Create(manifest("c"))));

        assertThat(records.saves()).isEqualTo(2);
        assertThat(objects(recorded())).containsExactlyInAnyOrder(A, B);
        assertThat(recorded().record().intent().applying()).containsExactly(Sample.ref("c"));
    }

    @Test
    void whatAStepChangedIsRecordedBeforeTheNextOne() {
        storing("a");
        storing("b");

        applyAll(
                step(0, new Operation.Apply(manifest("a"), "uid-a")),
                step(0, new Operation.Apply(manifest("b"), "uid-b")));

        assertThat(records.saves()).isEqualTo(1);
        assertThat(objects(recorded())).containsExactly(A);
        assertThat(pass.hasUnrecordedEffects()).isTrue();
    }

    @Test
    void theAttemptKnowsWhatWasChangedAndInWhichVersionItWasStored() {
        storing("a");
        storing("b");

        apply(new Operation.Create(manifest("a")), new Operation.Apply(manifest("b"), "uid-b"));

        assertThat(tracked.running().done().changed())
                .containsExactlyInAnyOrder(new ObjectChange(A, Action.CREATED), new ObjectChange(B, Action.CONFIGURED));
        assertThat(tracked.attempt()).isInstanceOfSatisfying(AttemptState.Applying.class, applying -> {
            assertThat(applying.stepsDone()).isEqualTo(1);
            assertThat(applying.stored()).isEqualTo(Map.of(A, "7", B, "7"));
        });
    }

    @Test
    void nothingIsRecordedBeforeObjectsThatAreRecordedAreAppliedAgain() {
        storing("a");

        apply(new Operation.Apply(manifest("a"), "uid-a"));

        assertThat(records.saves()).isZero();
        assertThat(objects(tracked.ledger())).containsExactly(A);
    }

    @Test
    void anObjectThatIsRefusedFailsAloneAndItsReasonHoldsNoValueOfASecret() {
        storing("a");
        server.refuse(patch("b"), 422, "data is not valid: hunter2");

        apply(new Operation.Create(manifest("a")), new Operation.Create(manifest("b")));

        assertThat(tracked.running().done().failures()).singleElement().satisfies(failure -> {
            assertThat(failure.object()).isEqualTo(B);
            assertThat(failure.reason()).contains("data is not valid: ***").doesNotContain("hunter2");
        });
        assertThat(objects(tracked.ledger())).containsExactly(A);
        assertThat(tracked.ledger().record().intent().applying())
                .as("it was not created")
                .isEmpty();
    }

    @Test
    void whatWasDoneBeforeTheApiServerBecameUnavailableIsRecorded() {
        storing("a");
        server.refuse(patch("b"), 503, "later");

        assertThatThrownBy(() -> apply(new Operation.Create(manifest("a")), new Operation.Create(manifest("b"))))
                .isInstanceOf(ClusterUnavailable.class);

        assertThat(objects(recorded())).containsExactly(A);
        assertThat(recorded().record().intent().applying())
                .as("it may have been created")
                .containsExactly(B);
        assertThat(pass.hasUnrecordedEffects()).isFalse();
    }
}
