package dev.millrace.drift.decide;

import static dev.millrace.drift.decide.Situation.OURS;
import static dev.millrace.drift.decide.Situation.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.cluster.record.Intent;
import dev.millrace.events.DriftDetected.Change;
import dev.millrace.events.DriftDetected.FieldDrift;
import dev.millrace.events.value.ObjectRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final String MANUAL = """
            {"manager": "kubectl-set", "operation": "Update", "apiVersion": "apps/v1", "time": "2026-01-02T00:00:00Z", "fieldsType": "FieldsV1",
             "fieldsV1": {"f:spec": {"f:template": {"f:spec": {"f:containers": {"k:{\\"name\\":\\"web\\"}": {"f:image": {}}}}}}}}""";
    private static final String SCALED = """
            {"manager": "%s", "operation": "Update", "subresource": "scale", "apiVersion": "apps/v1", "time": "2026-01-02T00:00:00Z",
             "fieldsType": "FieldsV1", "fieldsV1": {"f:spec": {"f:replicas": {}}}}""";

    private final AppliedRecord record = Situation.recorded();

    private Verdict judge(LiveState live) {
        return judge(record, live, true);
    }

    private static Verdict judge(AppliedRecord record, LiveState live, boolean mayWait) {
        return Judge.judge(new Facts(Optional.of(record), record.object(WEB), WEB, live, mayWait));
    }

    private static Intent pruning() {
        return new Intent(Set.of(), Set.of(WEB), Set.of());
    }

    @Test
    void anObjectAsAppliedIsNoDrift() {
        assertThat(judge(new Situation().live())).isEqualTo(new Verdict.AsApplied());
    }

    @Test
    void aStatusWrittenByControllersIsNoDrift() {
        assertThat(judge(new Situation().status(0).live())).isEqualTo(new Verdict.AsApplied());
    }

    @Test
    void fieldsThatGitDoesNotSetMayChange() {
        LiveState live = new Situation()
                .annotation("other.example/note", "x")
                .metadata("labels", "{\"a\": \"b\"}")
                .live();

        assertThat(judge(live)).isEqualTo(new Verdict.AsApplied());
    }

    @Test
    void aManualChangeHasItsPathValuesAndAuthor() {
        LiveState live =
                new Situation().image("web:2").managed(OURS + "," + MANUAL).live();

        Verdict verdict = judge(live);

        assertThat(verdict)
                .isEqualTo(new Verdict.Drifted(
                        Change.Modified,
                        Optional.of("uid-web"),
                        List.of(new FieldDrift(
                                "spec.template.spec.containers[name=web].image",
                                Optional.of(Situation.json("\"web:1\"")),
                                Optional.of(Situation.json("\"web:2\"")),
                                false,
                                Optional.of("kubectl-set"),
                                Optional.of("Update"),
                                Optional.of(Instant.parse("2026-01-02T00:00:00Z"))))));
    }

    @Test
    void anEqualFieldOwnedByAnotherManagerIsNoDrift() {
        LiveState live = new Situation().managed(OURS + "," + MANUAL).live();

        assertThat(judge(live)).isEqualTo(new Verdict.AsApplied());
    }

    @Test
    void aNewerApplyAwaitsItsRecordAndIsDriftAfterwards() {
        LiveState live = new Situation()
                .annotation("millrace.dev/applied", "h2")
                .image("web:2")
                .live();

        assertThat(judge(live)).isEqualTo(new Verdict.AwaitRecord());
        assertThat(judge(record, live, false)).isInstanceOf(Verdict.Drifted.class);
    }

    @Test
    void aRemovedAnnotationIsDrift() {
        assertThat(judge(new Situation().withoutAnnotations().managed("").live()))
                .isInstanceOfSatisfying(Verdict.Drifted.class, drifted -> assertThat(drifted.fields())
                        .extracting(FieldDrift::path)
                        .containsExactly("metadata.annotations"));
    }

    @Test
    void anAnnotationThatAnotherManagerWroteIsDrift() {
        LiveState live = new Situation()
                .annotation("millrace.dev/applied", "theirs")
                .managed(MANUAL)
                .live();

        assertThat(judge(live)).isInstanceOfSatisfying(Verdict.Drifted.class, drifted -> assertThat(drifted.fields())
                .extracting(FieldDrift::path)
                .containsExactly("metadata.annotations[millrace.dev/applied]"));
    }

    @Test
    void aDeletedObjectIsMissingWithItsRecordedUid() {
        assertThat(judge(new LiveState.Absent()))
                .isEqualTo(new Verdict.Drifted(Change.Missing, Optional.of("uid-web"), List.of()));
    }

    @Test
    void anObjectThatTheAgentPrunesOrReplacesIsNotMissing() {
        AppliedRecord replacing = record.intending(new Intent(Set.of(), Set.of(), Set.of(WEB)));

        assertThat(judge(record.intending(pruning()), new LiveState.Absent(), true))
                .isEqualTo(new Verdict.AsApplied());
        assertThat(judge(replacing, new LiveState.Absent(), true)).isEqualTo(new Verdict.AsApplied());
    }

    @Test
    void aJobThatIsRemovedOnceItHasCompletedIsNotMissing() {
        ObjectRef job = new ObjectRef("batch/v1", "Job", Optional.of("shop"), "migrate");
        String stored = "{\"metadata\": {\"uid\": \"u\"}, \"spec\": {%s}}";
        AppliedObject withTtl = AppliedObject.of(
                job, "h1", Situation.json(stored.formatted("\"ttlSecondsAfterFinished\": 0")), record.salt());
        AppliedObject without = AppliedObject.of(job, "h1", Situation.json(stored.formatted("")), record.salt());

        assertThat(Judge.judge(new Facts(Optional.of(record), Optional.of(withTtl), job, new LiveState.Absent(), false)))
                .isEqualTo(new Verdict.AsApplied());
        assertThat(Judge.judge(new Facts(Optional.of(record), Optional.of(without), job, new LiveState.Absent(), false)))
                .isEqualTo(new Verdict.Drifted(Change.Missing, Optional.of("u"), List.of()));
    }

    @Test
    void isUndecidedBeforeTheWatchIsComplete() {
        assertThat(judge(new LiveState.Unknown())).isEqualTo(new Verdict.Undecided());
        assertThat(judge(new LiveState.Unwatched())).isEqualTo(new Verdict.Undecided());
    }

    @Test
    void replicasThatTheAutoscalerSetAreIgnored() {
        LiveState scaled = new Situation()
                .replicas(5)
                .managed(OURS + "," + SCALED.formatted("kube-controller-manager"))
                .live();
        LiveState manual = new Situation()
                .replicas(5)
                .managed(OURS + "," + SCALED.formatted("kubectl"))
                .live();

        assertThat(judge(scaled)).isEqualTo(new Verdict.AsApplied());
        assertThat(judge(manual)).isInstanceOfSatisfying(Verdict.Drifted.class, drifted -> assertThat(drifted.fields())
                .extracting(FieldDrift::path)
                .containsExactly("spec.replicas"));
    }

    @Test
    void aSecretsFieldsAreRedacted() {
        ObjectRef secret = new ObjectRef("v1", "Secret", Optional.of("shop"), "access");
        String stored = """
                {"metadata": {"uid": "u", "annotations": {"millrace.dev/applied": "h1"}, "managedFields": [
                  {"manager": "millrace", "operation": "Apply", "apiVersion": "v1", "fieldsType": "FieldsV1",
                   "fieldsV1": {"f:data": {"f:password": {}}, "f:metadata": {"f:annotations": {"f:millrace.dev/applied": {}}}}}]},
                 "data": {"password": "b2xk"}}""";
        AppliedRecord holding = record.having(AppliedObject.of(secret, "h1", Situation.json(stored), record.salt()));
        LiveState live = new LiveState.Present(Situation.json(stored.replace("b2xk", "bmV3")));

        Verdict verdict = Judge.judge(new Facts(Optional.of(holding), holding.object(secret), secret, live, true));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Drifted.class, drifted -> assertThat(drifted.fields())
                .singleElement()
                .satisfies(field -> {
                    assertThat(field.path()).isEqualTo("data.password");
                    assertThat(field.redacted()).isTrue();
                    assertThat(field.desired()).isEmpty();
                    assertThat(field.live()).isEmpty();
                }));
    }

    @Test
    void anUnrecordedObjectWithOurAnnotationsIsExtra() {
        AppliedRecord without = record.without(WEB);
        LiveState theirs = new Situation().managed(MANUAL).live();
        LiveState ours = new Situation().live();

        assertThat(judge(without, theirs, true))
                .isEqualTo(new Verdict.Drifted(Change.Extra, Optional.of("uid-web"), List.of()));
        assertThat(judge(without, ours, true)).isEqualTo(new Verdict.AwaitRecord());
        assertThat(judge(without, ours, false)).isInstanceOf(Verdict.Drifted.class);
    }

    @Test
    void anObjectThatTheAgentIntendsToApplyOrDeleteIsNotExtra() {
        AppliedRecord without = record.without(WEB);
        Intent applying = new Intent(Set.of(WEB), Set.of(), Set.of());
        LiveState live = new Situation().managed(MANUAL).live();

        assertThat(judge(without.intending(applying), live, true)).isEqualTo(new Verdict.AsApplied());
        assertThat(judge(without.intending(pruning()), live, true)).isEqualTo(new Verdict.AsApplied());
    }

    @Test
    void copiesByControllersAndObjectsBeingDeletedAreNotExtra() {
        AppliedRecord without = record.without(WEB);
        LiveState copied = new Situation()
                .managed(MANUAL)
                .metadata("ownerReferences", "[{\"kind\": \"Deployment\", \"name\": \"web\", \"controller\": true}]")
                .live();
        LiveState deleted = new Situation()
                .managed(MANUAL)
                .metadata("deletionTimestamp", "\"2026-01-01T00:00:00Z\"")
                .live();
        LiveState others = new Situation()
                .managed(MANUAL)
                .annotation("millrace.dev/application-uid", "app-2")
                .live();

        assertThat(List.of(copied, deleted, others))
                .allSatisfy(live -> assertThat(judge(without, live, false)).isEqualTo(new Verdict.AsApplied()));
    }

    @Test
    void aDeletedApplicationHasNoDrift() {
        Facts facts = new Facts(Optional.empty(), Optional.empty(), WEB, new Situation().live(), true);

        assertThat(Judge.judge(facts)).isEqualTo(new Verdict.AsApplied());
    }
}
