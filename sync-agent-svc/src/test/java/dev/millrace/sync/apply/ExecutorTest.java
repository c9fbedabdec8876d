package dev.millrace.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.cluster.redaction.Salt;
import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.plan.Live;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.PlanStep;
import dev.millrace.sync.plan.Stage;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The facts of a plan and the results of its steps, by the API server's answers about the ConfigMap {@code shop/a}. */
class ExecutorTest {
    private static final String PATH = "/api/v1/namespaces/shop/configmaps/a";
    private static final String GET = "GET " + PATH;
    private static final String FORCED = "PATCH " + PATH + "?fieldManager=millrace&force=true";
    private static final Claim OURS = new Claim(ApplicationId.parse("prod/shop/web"), "ours");
    private static final Salt SALT = Salt.random();
    private static final Manifest MANIFEST = manifest("");
    private static final ObjectRef REF = MANIFEST.ref();

    private final CannedServer server = new CannedServer().serve("v1", "configmaps ConfigMap");
    private final Executor executor = new Executor(server.objects(), "theirs"::equals);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void anObjectThatDoesNotExistIsAbsent() {
        assertThat(fact()).isEqualTo(new Live.Absent());
    }

    @Test
    void anObjectOfAnotherApplicationThatExistsIsClaimed() {
        server.answer(GET, 200, object("1", "theirs", "x"));

        assertThat(fact()).isEqualTo(new Live.Claimed("prod/shop/other"));
    }

    @Test
    void ourObjectAndOneOfAnApplicationThatIsGoneAreFree() {
        server.answer(GET, 200, object("1", "ours", "x")).answer(GET, 200, object("1", "gone", "x"));

        assertThat(fact()).isEqualTo(new Live.Free());
        assertThat(fact()).isEqualTo(new Live.Free());
    }

    @Test
    void anObjectThatCanNotBeReadCountsAsAbsentSinceApplyingItFailsAlone() {
        server.refuse(GET, 403, "forbidden");

        assertThat(fact()).isEqualTo(new Live.Absent());
    }

    @Test
    void anApiServerThatIsUnavailableGivesNoFacts() {
        server.refuse(GET, 503, "later");

        assertThatThrownBy(this::fact).isExactlyInstanceOf(ClusterUnavailable.class);
    }

    private Live fact() {
        return executor.facts(List.of(MANIFEST), OURS).getOrDefault(REF.identity(), new Live.Claimed("no fact"));
    }

    @Test
    void onlyAnObjectThatTheApiServerDoesNotFindIsMissing() {
        server.refuse(GET, 404, "not found")
                .answer(GET, 200, object("1", "theirs", "x"))
                .refuse(GET, 403, "forbidden");

        assertThat(executor.missing(List.of(REF))).as("not found").containsExactly(REF.identity());
        assertThat(executor.missing(List.of(REF))).as("of another application").isEmpty();
        assertThat(executor.missing(List.of(REF)))
                .as("of a kind that can't be read")
                .isEmpty();
        assertThat(executor.missing(List.of())).isEmpty();
    }

    @Test
    void theComparisonIsThatOfTheLiveObjectWithItsBaseline() {
        String stored = object("1", "ours", "x");
        server.answer(GET, 200, stored)
                .answer(GET, 200, object("1", "ours", "y"))
                .answer(GET, 200, object("2", "ours", "x"))
                .answer(GET, 200, stored)
                .refuse(GET, 404, "not found");
        AppliedObject applied = applied(stored);

        assertThat(compared(applied)).as("as it was stored").isEqualTo(new Comparison.Same());
        assertThat(compared(applied)).as("changed").isEqualTo(new Comparison.Differs("data.a"));
        assertThat(compared(applied)).as("recreated").isEqualTo(new Comparison.Differs("it was recreated"));
        assertThat(compared(new AppliedObject(REF, "1", "h", Optional.empty(), 0, false)))
                .as("without a baseline")
                .isEqualTo(new Comparison.Differs("it is not known how it was stored"));
        assertThat(compared(applied)).as("missing").isEqualTo(new Comparison.Missing());
        assertThat(compared(new AppliedObject(REF, "1", "h", applied.baseline(), 0, true)))
                .as("removed by itself")
                .isEqualTo(new Comparison.Same());
    }

    private Comparison compared(AppliedObject object) {
        return executor.compare(List.of(object), SALT, Treatment.PLAIN).getFirst();
    }

    @Test
    void anObjectThatIsLeftAloneOrCanNotBeReadDoesNotDiffer() {
        AppliedObject applied = applied(object("1", "ours", "x"));
        server.answer(
                        GET,
                        200,
                        object("1", "ours", "y")
                                .replace(
                                        "\"annotations\": {",
                                        "\"annotations\": {\"millrace.dev/reconcile\": \"disabled\", "))
                .refuse(GET, 403, "forbidden");

        assertThat(compared(applied)).isEqualTo(new Comparison.Same());
        assertThat(compared(applied)).isEqualTo(new Comparison.Same());
    }

    @Test
    void aNewObjectIsCreatedWithoutReadingItFirst() {
        server.answer(FORCED, 200, object("1", "ours", "x"));

        assertThat(run(new Operation.Create(MANIFEST))).isInstanceOf(ApplyAnswer.Stored.class);
        assertThat(server.requests()).doesNotContain(GET);
    }

    @Test
    void anObjectThatAnotherApplicationCreatedMeanwhileIsNotApplied() {
        server.refuse(FORCED, 409, "the object has been modified").answer(GET, 200, object("1", "theirs", "x"));

        assertThat(run(new Operation.Create(MANIFEST)))
                .isEqualTo(new ApplyAnswer.Rejected(
                        FailureKind.REJECTED, "it belongs to the application prod/shop/other"));
        assertThat(server.count(FORCED)).isEqualTo(1);
    }

    @Test
    void anObjectWhoseAbsenceIsAssumedIsCreatedOnlyIfThereIsNone() {
        server.refuse(FORCED, 409, "the object has been modified").answer(FORCED, 200, object("1", "ours", "x"));

        assertThat(run(new Operation.Create(MANIFEST, true))).isEqualTo(new ApplyAnswer.Present());
        assertThat(run(new Operation.Create(MANIFEST, true))).isInstanceOf(ApplyAnswer.Stored.class);
        assertThat(server.requests()).doesNotContain(GET);
    }

    @Test
    void anObjectThatIsOnlyToBeCreatedIsPlannedAgainIfItExistsByNow() {
        server.refuse(FORCED, 409, "the object has been modified").answer(GET, 200, object("1", "", "x"));

        assertThat(run(new Operation.Create(manifest(", annotations: {millrace.dev/reconcile: create-only}"))))
                .isInstanceOfSatisfying(ApplyAnswer.Unreached.class, unreached -> assertThat(unreached.why())
                        .hasMessage("creating ConfigMap shop/a: it was created by another client meanwhile"));
    }

    @Test
    void anObjectThatOthersChangeAllTheTimeFailsAfterEightTries() {
        server.refuse(FORCED, 409, "the object has been modified").answer(GET, 200, object("1", "ours", "x"));

        assertThat(run(new Operation.Apply(MANIFEST, "1")))
                .isEqualTo(new ApplyAnswer.Rejected(
                        FailureKind.INFRASTRUCTURE, "others changed it during each of 8 tries"));
        assertThat(server.count(FORCED)).isEqualTo(8);
    }

    @Test
    void anObjectThatIsGoneIsAppliedAsANewOne() {
        server.refuse(FORCED, 409, "the UID has changed").answer(FORCED, 200, object("2", "ours", "x"));

        assertThat(run(new Operation.Apply(MANIFEST, "1"))).isInstanceOf(ApplyAnswer.Stored.class);
        assertThat(server.requests().stream().filter(request -> request.contains(PATH)))
                .containsExactly(FORCED, GET, FORCED);
    }

    @Test
    void aKindThatTheClusterDoesNotServeIsRefusedWithAdvice() {
        Manifest thing = ManifestReader.read(
                        "a.yaml", "{apiVersion: x.example/v1, kind: Thing, metadata: {name: a, namespace: shop}}")
                .objects()
                .getFirst();

        assertThat(run(new Operation.Create(thing)))
                .isEqualTo(new ApplyAnswer.Rejected(
                        FailureKind.REJECTED,
                        "the cluster has no kind Thing in x.example/v1; its CustomResourceDefinition is missing, or serves"
                                + " other versions; in the same folder it is applied first"));
    }

    @Test
    void aStepHoldsOnlyWhatIsApplied() {
        assertThatThrownBy(() -> run(new Operation.Leave(MANIFEST)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("a step holds only what is applied: ");
    }

    private ApplyAnswer run(Operation operation) {
        Treatment treatment = Treatment.PLAIN;
        return executor.run(new PlanStep(0, Stage.GROUND, List.of(operation)), OURS, treatment)
                .getFirst()
                .answer();
    }

    private static AppliedObject applied(String stored) {
        return AppliedObject.of(REF, "h", Serialization.unmarshal(stored, JsonNode.class), SALT);
    }

    private static Manifest manifest(String metadata) {
        return ManifestReader.read(
                        "a.yaml",
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop" + metadata
                                + "}, data: {a: x}}")
                .objects()
                .getFirst();
    }

    private static String object(String uid, String application, String value) {
        String name = Map.of("theirs", "prod/shop/other", "gone", "prod/shop/gone")
                .getOrDefault(application, "prod/shop/web");
        String claim = application.isEmpty()
                ? "\"note\": \"a\""
                : "\"millrace.dev/application\": \"%s\", \"millrace.dev/application-uid\": \"%s\""
                        .formatted(name, application);
        return ("{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"a\", \"namespace\": \"shop\","
                        + " \"uid\": \"%s\", \"resourceVersion\": \"7\", \"annotations\": {%s}, \"managedFields\": [{\"manager\": \"millrace\","
                        + " \"operation\": \"Apply\", \"apiVersion\": \"v1\", \"fieldsType\": \"FieldsV1\","
                        + " \"fieldsV1\": {\"f:data\": {\"f:a\": {}}}}]}, \"data\": {\"a\": \"%s\"}}")
                .formatted(uid, claim, value);
    }
}
