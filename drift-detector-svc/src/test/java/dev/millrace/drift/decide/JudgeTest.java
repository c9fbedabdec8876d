package dev.millrace.drift.decide;

import static dev.millrace.drift.decide.LiveDeployment.OURS;
import static dev.millrace.drift.decide.LiveDeployment.WEB;
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

    private final AppliedRecord record = LiveDeployment.recorded();

    private DriftVerdict judge(LiveState live) {
        return judge(record, live, true);
    }

    private static DriftVerdict judge(AppliedRecord record, LiveState live, boolean mayWait) {
        return Judge.judge(new DriftFacts(Optional.of(record), record.object(WEB), WEB, live, mayWait));
    }

    private static Intent pruning() {
        return new Intent(Set.of(), Set.of(WEB), Set.of());
    }

    @Test
    void anObjectAsAppliedIsNoDrift() {
        assertThat(judge(new LiveDeployment().live())).isEqualTo(new DriftVerdict.AsApplied());
    }

    @Test
    void aStatusWrittenByControllersIsNoDrift() {
        assertThat(judge(new LiveDeployment().status(0).live())).isEqualTo(new DriftVerdict.AsApplied());
    }

    @Test
    void fieldsThatGitDoesNotSetMayChange() {
        LiveState live = new LiveDeployment()
                .annotation("other.example/note", "x")
                .metadata("labels", "{\"a\": \"b\"}")
                .live();

        assertThat(judge(live)).isEqualTo(new DriftVerdict.AsApplied());
    }

    @Test
    void aManualChangeHasItsPathValuesAndAuthor() {
        LiveState live =
                new LiveDeployment().image("web:2").managed(OURS + "," + MANUAL).live();

        DriftVerdict verdict = judge(live);

        assertThat(verdict)
                .isEqualTo(new DriftVerdict.Drifted(
                        Change.Modified,
                        Optional.of("uid-web"),
                        List.of(new FieldDrift(
                                "spec.template.spec.containers[name=web].image",
                                Optional.of(LiveDeployment.json("\"web:1\"")),
                                Optional.of(LiveDeployment.json("\"web:2\"")),
                                false,
                                Optional.of("kubectl-set"),
                                Optional.of("Update"),
                                Optional.of(Instant.parse("2026-01-02T00:00:00Z"))))));
    }

    @Test
    void anEqualFieldOwnedByAnotherManagerIsNoDrift() {
        LiveState live = new LiveDeployment().managed(OURS + "," + MANUAL).live();

        assertThat(judge(live)).isEqualTo(new DriftVerdict.AsApplied());
    }

    @Test
    void aNewerApplyAwaitsItsRecordAndIsDriftAfterwards() {
        LiveState live = new LiveDeployment()
                .annotation("millrace.dev/applied", "h2")
                .image("web:2")
                .live();

        assertThat(judge(live)).isEqualTo(new DriftVerdict.AwaitRecord());
        assertThat(judge(record, live, false)).isInstanceOf(DriftVerdict.Drifted.class);
    }

    @Test
    void aRemovedAnnotationIsDrift() {
        assertThat(judge(new LiveDeployment().withoutAnnotations().managed("").live()))
                .isInstanceOfSatisfying(DriftVerdict.Drifted.class, drifted -> assertThat(drifted.fields())
                        .extracting(FieldDrift::path)
                        .containsExactly("metadata.annotations"));
    }

    @Test
    void anAnnotationThatAnotherManagerWroteIsDrift() {
        LiveState live = new LiveDeployment()
                .annotation("millrace.dev/applied", "theirs")
                .managed(MANUAL)
                .live();

        assertThat(judge(live))
                .isInstanceOfSatisfying(DriftVerdict.Drifted.class, drifted -> assertThat(drifted.fields())
                        .extracting(FieldDrift::path)
                        .containsExactly("metadata.annotations[millrace.dev/applied]"));
    }

    @Test
    void aDeletedObjectIsMissingWithItsRecordedUid() {
        assertThat(judge(new LiveState.Absent()))
                .isEqualTo(new DriftVerdict.Drifted(Change.Missing, Optional.of("uid-web"), List.of()));
    }

    @Test
    void anObjectThatTheAgentPrunesOrReplacesIsNotMissing() {
        AppliedRecord replacing = record.intending(new Intent(Set.of(), Set.of(), Set.of(WEB)));

        assertThat(judge(record.intending(pruning()), new LiveState.Absent(), true))
                .isEqualTo(new DriftVerdict.AsApplied());
        assertThat(judge(replacing, new LiveState.Absent(), true)).isEqualTo(new DriftVerdict.AsApplied());
    }

    @Test
    void anObjectThatTheAgentReleasesHasNotDrifted() {
        LiveState released =
                new LiveDeployment().withoutAnnotations().managed("").live();

        assertThat(judge(record.intending(pruning()), released, true)).isEqualTo(new DriftVerdict.AsApplied());
    }

    @Test
    void aJobThatIsRemovedOnceItHasCompletedIsNotMissing() {
        ObjectRef job = new ObjectRef("batch/v1", "Job", Optional.of("shop"), "migrate");
        String stored = "{\"metadata\": {\"uid\": \"u\"}, \"spec\": {%s}}";
        AppliedObject withTtl = AppliedObject.of(
                job, "h1", LiveDeployment.json(stored.formatted("\"ttlSecondsAfterFinished\": 0")), record.salt());
        AppliedObject without = AppliedObject.of(job, "h1", LiveDeployment.json(stored.formatted("")), record.salt());

        assertThat(Judge.judge(
                        new DriftFacts(Optional.of(record), Optional.of(withTtl), job, new LiveState.Absent(), false)))
                .isEqualTo(new DriftVerdict.AsApplied());
        assertThat(Judge.judge(
                        new DriftFacts(Optional.of(record), Optional.of(without), job, new LiveState.Absent(), false)))
                .isEqualTo(new DriftVerdict.Drifted(Change.Missing, Optional.of("u"), List.of()));
    }

    @Test
    void isUndecidedBeforeTheWatchIsComplete() {
        assertThat(judge(new LiveState.Unknown())).isEqualTo(new DriftVerdict.Undecided());
        assertThat(judge(new LiveState.Unwatched())).isEqualTo(new DriftVerdict.Undecided());
    }

    @Test
    void aSecretsFieldsAreRedacted() {
        ObjectRef secret = new ObjectRef("v1", "Secret", Optional.of("shop"), "access");
        String stored = """
                {"metadata": {"uid": "u", "annotations": {"millrace.dev/applied": "h1"}, "managedFields": [
                  {"manager": "millrace", "operation": "Apply", "apiVersion": "v1", "fieldsType": "FieldsV1",
                   "fieldsV1": {"f:data": {"f:password": {}}, "f:metadata": {"f:annotations": {"f:millrace.dev/applied": {}}}}}]},
                 "data": {"password": "b2xk"}}""";
        AppliedRecord holding =
                record.having(AppliedObject.of(secret, "h1", LiveDeployment.json(stored), record.salt()));
        LiveState live = new LiveState.Present(LiveDeployment.json(stored.replace("b2xk", "bmV3")));

        DriftVerdict verdict =
                Judge.judge(new DriftFacts(Optional.of(holding), holding.object(secret), secret, live, true));

        assertThat(verdict).isInstanceOfSatisfying(DriftVerdict.Drifted.class, drifted -> assertThat(drifted.fields())
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
        LiveState theirs = new LiveDeployment().managed(MANUAL).live();
        LiveState ours = new LiveDeployment().live();

        assertThat(judge(without, theirs, true))
                .isEqualTo(new DriftVerdict.Drifted(Change.Extra, Optional.of("uid-web"), List.of()));
        assertThat(judge(without, ours, true)).isEqualTo(new DriftVerdict.AwaitRecord());
        assertThat(judge(without, ours, false)).isInstanceOf(DriftVerdict.Drifted.class);
    }

    @Test
    void anObjectThatTheAgentIntendsToApplyOrDeleteIsNotExtra() {
        AppliedRecord without = record.without(WEB);
        Intent applying = new Intent(Set.of(WEB), Set.of(), Set.of());
        LiveState live = new LiveDeployment().managed(MANUAL).live();

        assertThat(judge(without.intending(applying), live, true)).isEqualTo(new DriftVerdict.AsApplied());
        assertThat(judge(without.intending(pruning()), live, true)).isEqualTo(new DriftVerdict.AsApplied());
    }

    @Test
    void copiesByControllersAndObjectsBeingDeletedAreNotExtra() {
        AppliedRecord without = record.without(WEB);
        LiveState copied = new LiveDeployment()
                .managed(MANUAL)
                .metadata("ownerReferences", "[{\"kind\": \"Deployment\", \"name\": \"web\", \"controller\": true}]")
                .live();
        LiveState deleted = new LiveDeployment()
                .managed(MANUAL)
                .metadata("deletionTimestamp", "\"2026-01-01T00:00:00Z\"")
                .live();
        LiveState others = new LiveDeployment()
                .managed(MANUAL)
                .annotation("millrace.dev/application-uid", "app-2")
                .live();

        assertThat(List.of(copied, deleted, others))
                .allSatisfy(live -> assertThat(judge(without, live, false)).isEqualTo(new DriftVerdict.AsApplied()));
    }

    @Test
    void aDeletedApplicationHasNoDrift() {
        DriftFacts facts = new DriftFacts(Optional.empty(), Optional.empty(), WEB, new LiveDeployment().live(), true);

        assertThat(Judge.judge(facts)).isEqualTo(new DriftVerdict.AsApplied());
    }
}
