package dev.millrace.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.manifest.Manifests;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyncPlannerTest {
    private static final CommitId REVISION = new CommitId("a".repeat(40));

    @Test
    void createsWhatIsNotThereAndAdoptsWhatIsNobodys() {
        Manifest fresh = configMap("fresh", 1);
        Manifest found = configMap("found", 1);

        SyncPlan plan = SyncPlanner.plan(new PlanInput(
                REVISION,
                manifests(fresh, found),
                List.of(),
                Map.of(found.ref().identity(), new Live.Free()),
                Set.of(),
                true,
                Optional.empty()));

        assertThat(plan.steps())
                .containsExactly(PlanStep.of(Stage.GROUND, new Operation.Adopt(found), new Operation.Create(fresh)));
    }

    @Test
    void appliesOnlyWhatChanged() {
        Manifest same = configMap("same", 1);
        Manifest changed = configMap("changed", 2);

        SyncPlan plan = plan(manifests(same, changed), recorded(same), recorded(configMap("changed", 1)));

        assertThat(plan.steps())
                .containsExactly(PlanStep.of(Stage.GROUND, new Operation.Apply(changed, "uid-changed")));
        assertThat(plan.leave()).containsExactly(new Operation.Leave(same));
    }

    @Test
    void changesNothingWhenAllIsAsRecorded() {
        Manifest same = configMap("same", 1);

        SyncPlan plan = plan(manifests(same), recorded(same));

        assertThat(plan.changesNothing()).isTrue();
    }

    @Test
    void appliesWhatDriftedThoughItsManifestIsTheSame() {
        Manifest same = configMap("same", 1);

        SyncPlan plan = SyncPlanner.plan(new PlanInput(
                REVISION,
                manifests(same),
                List.of(recorded(same)),
                Map.of(),
                Set.of(same.ref().identity()),
                true,
                Optional.empty()));

        assertThat(plan.steps()).containsExactly(PlanStep.of(Stage.GROUND, new Operation.Apply(same, "uid-same")));
    }

    @Test
    void whatWasOnlyIntendedIsDecidedByWhatIsThere() {
        Manifest absent = createOnly("absent");
        Manifest there = configMap("there", 1);
        Manifest theirs = configMap("theirs", 1);

        SyncPlan plan = SyncPlanner.plan(new PlanInput(
                REVISION,
                manifests(absent, there, theirs),
                List.of(intended(absent), intended(there), intended(theirs)),
                Map.of(
                        there.ref().identity(),
                        new Live.Free(),
                        theirs.ref().identity(),
                        new Live.Claimed("c/ns/other")),
                Set.of(),
                true,
                Optional.empty()));

        assertThat(plan.steps())
                .containsExactly(PlanStep.of(Stage.GROUND, new Operation.Create(absent), new Operation.Adopt(there)));
        assertThat(plan.refuse())
                .containsExactly(new Operation.Refuse(theirs, "it belongs to the application c/ns/other"));
    }

    @Test
    void appliesWhatNobodyKnowsToBeStored() {
        Manifest same = configMap("same", 1);

        SyncPlan plan = plan(manifests(same), new Recorded(same.ref(), "uid-same", ""));

        assertThat(plan.steps()).containsExactly(PlanStep.of(Stage.GROUND, new Operation.Apply(same, "uid-same")));
    }

    @Test
    void leavesWhatIsOnlyToBeThereWhetherItIsNobodysOrAnotherApplications() {
        Manifest free = createOnly("free");
        Manifest theirs = createOnly("theirs");

        SyncPlan plan = SyncPlanner.plan(new PlanInput(
                REVISION,
                manifests(free, theirs),
                List.of(),
                Map.of(free.ref().identity(), new Live.Free(), theirs.ref().identity(), new Live.Claimed("c/ns/other")),
                Set.of(),
                true,
                Optional.empty()));

        assertThat(plan.leave()).containsExactly(new Operation.Leave(free), new Operation.Leave(theirs));
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refuse()).isEmpty();
    }

    @Test
    void refusesWhatBelongsToAnotherApplicationAndDoesTheRest() {
        Manifest theirs = configMap("theirs", 1);
        Manifest ours = configMap("ours", 1);

        SyncPlan plan = SyncPlanner.plan(new PlanInput(
                REVISION,
                manifests(theirs, ours),
                List.of(),
                Map.of(theirs.ref().identity(), new Live.Claimed("c/ns/other")),
                Set.of(),
                true,
                Optional.empty()));

        assertThat(plan.refuse())
                .containsExactly(new Operation.Refuse(theirs, "it belongs to the application c/ns/other"));
        assertThat(plan.steps()).containsExactly(PlanStep.of(Stage.GROUND, new Operation.Create(ours)));
    }

    @Test
    void refusesTheSecondOfTwoAndSaysWhereTheFirstStands() {
        Manifest first = configMap("twice", 1);
        Manifest second = configMap("twice", 2);

        SyncPlan plan = plan(manifests(first, second));

        assertThat(plan.refuse())
                .containsExactly(new Operation.Refuse(second, "the same object stands in twice.yaml:1"));
    }

    @Test
    void ordersDefinitionsClassesGroundWorkAdmission() {
        SyncPlan plan = plan(manifests(
                manifest("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "hook"),
                manifest("apps/v1", "Deployment", "web"),
                manifest("v1", "ConfigMap", "settings"),
                manifest("scheduling.k8s.io/v1", "PriorityClass", "high"),
                manifest("apiextensions.k8s.io/v1", "CustomResourceDefinition", "things.x.io"),
                manifest("v1", "Namespace", "shop")));

        assertThat(plan.steps())
                .extracting(PlanStep::stage)
                .containsExactly(Stage.DEFINITIONS, Stage.CLASSES, Stage.GROUND, Stage.WORK, Stage.ADMISSION);
        assertThat(plan.steps().getFirst().operations()).hasSize(2);
    }

    @Test
    void prunesWhatIsNoLongerDesiredInReverse() {
        Manifest kept = configMap("kept", 1);
        Manifest kept2 = configMap("kept2", 1);
        Manifest goneMap = configMap("gone", 1);
        Manifest goneDeployment = manifest("apps/v1", "Deployment", "gone");

        SyncPlan plan = plan(
                manifests(kept, kept2), recorded(kept), recorded(kept2), recorded(goneMap), recorded(goneDeployment));

        assertThat(plan.prune())
                .containsExactly(
                        new Operation.Prune(goneDeployment.ref(), "uid-gone"),
                        new Operation.Prune(goneMap.ref(), "uid-gone"));
        assertThat(plan.pruning()).isEqualTo(new Pruning.Allowed());
    }

    @Test
    void withholdsThePruneOfMoreThanHalfUntilItIsConfirmedForThisRevision() {
        Manifest kept = configMap("kept", 1);
        Recorded[] recorded = {recorded(kept), recorded(configMap("a", 1)), recorded(configMap("b", 1))};

        SyncPlan unconfirmed = plan(manifests(kept), recorded);
        SyncPlan forAnother = confirmed(manifests(kept), "b".repeat(40), recorded);
        SyncPlan confirmed = confirmed(manifests(kept), REVISION.value(), recorded);

        assertThat(unconfirmed.pruning())
                .isEqualTo(new Pruning.Withheld(
                        "2 of 3 objects would be deleted; to confirm, annotate the Application with"
                                + " millrace.dev/confirm-prune: " + REVISION));
        assertThat(forAnother.pruning()).isInstanceOf(Pruning.Withheld.class);
        assertThat(confirmed.pruning()).isEqualTo(new Pruning.Allowed());
    }

    @Test
    void prunesForAnEmptySourceOnlyWhenAPersonConfirmsThisRevision() {
        Recorded only = recorded(configMap("only", 1));

        SyncPlan unconfirmed = plan(Manifests.NONE, only);
        SyncPlan confirmed = confirmed(Manifests.NONE, REVISION.value(), only);

        assertThat(unconfirmed.pruning())
                .isEqualTo(new Pruning.Withheld(
                        "the source holds no object at all; to confirm, annotate the Application with"
                                + " millrace.dev/confirm-prune: " + REVISION));
        assertThat(confirmed.pruning()).isEqualTo(new Pruning.Allowed());
    }

    @Test
    void neverPrunesWhileADocumentCannotBeRead() {
        Manifest kept = configMap("kept", 1);
        Manifests desired = manifests(kept).and(ManifestReader.read("broken.yaml", "a: ["));

        SyncPlan plan = plan(desired, recorded(kept), recorded(configMap("gone", 1)));

        assertThat(plan.pruning()).isEqualTo(new Pruning.Withheld("a document can't be read, and could hold them"));
    }

    private static SyncPlan plan(Manifests desired, Recorded... recorded) {
        return SyncPlanner.plan(
                new PlanInput(REVISION, desired, List.of(recorded), Map.of(), Set.of(), true, Optional.empty()));
    }

    private static SyncPlan confirmed(Manifests desired, String revision, Recorded... recorded) {
        return SyncPlanner.plan(
                new PlanInput(REVISION, desired, List.of(recorded), Map.of(), Set.of(), true, Optional.of(revision)));
    }

    private static Manifests manifests(Manifest... manifests) {
        return new Manifests(List.of(manifests), List.of());
    }

    private static Recorded recorded(Manifest manifest) {
        ObjectRef ref = manifest.ref();
        return new Recorded(ref, "uid-" + ref.name(), manifest.hash());
    }

    private static Recorded intended(Manifest manifest) {
        return new Recorded(manifest.ref(), "", "");
    }

    private static Manifest createOnly(String name) {
        return ManifestReader.read(
                        name + ".yaml",
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, namespace: shop, annotations: {millrace.dev/reconcile: create-only}}}"
                                .formatted(name))
                .objects()
                .getFirst();
    }

    private static Manifest configMap(String name, int version) {
        return ManifestReader.read(
                        name + ".yaml",
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, namespace: shop}, data: {v: '%d'}}"
                                .formatted(name, version))
                .objects()
                .getFirst();
    }

    private static Manifest manifest(String apiVersion, String kind, String name) {
        return ManifestReader.read(
                        name + ".yaml",
                        "{apiVersion: %s, kind: %s, metadata: {name: %s}}".formatted(apiVersion, kind, name))
                .objects()
                .getFirst();
    }
}
