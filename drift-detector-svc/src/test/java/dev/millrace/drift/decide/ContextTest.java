package dev.millrace.drift.decide;

import static dev.millrace.drift.decide.LiveDeployment.OURS;
import static dev.millrace.drift.decide.LiveDeployment.WEB;
import static dev.millrace.drift.decide.LiveDeployment.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.expected.Autoscalers;
import dev.millrace.cluster.fields.FieldDifference;
import dev.millrace.cluster.fields.FieldPath;
import dev.millrace.cluster.fields.PathElement;
import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.drift.decide.context.Context;
import dev.millrace.drift.decide.context.Context.Lookup;
import dev.millrace.drift.decide.context.KindSchema;
import dev.millrace.events.value.ObjectRef;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Facts beside the object: autoscalers, the schema of its kind, its Application. */
class ContextTest {
    private static final Instant NOW = Instant.parse("2026-01-03T00:00:00Z");

    private final AppliedRecord record = LiveDeployment.recorded();

    private DriftStep plan(LiveState live, Context context) {
        return DriftPlanner.plan(
                new DriftFacts(Optional.of(record), record.object(WEB), WEB, live, true, context),
                Optional.empty(),
                Optional.empty(),
                NOW);
    }

    /** Reads a path such as {@code spec.containers[web].resources}. */
    private static FieldPath path(String text) {
        FieldPath path = FieldPath.ROOT;
        for (String part : text.split("\\.", -1)) {
            int bracket = part.indexOf('[');
            path = path.then(new PathElement.Field(bracket < 0 ? part : part.substring(0, bracket)));
            if (bracket >= 0) {
                String name = part.substring(bracket + 1, part.length() - 1);
                path = path.then(PathElement.parse("k:{\"name\":\"" + name + "\"}"));
            }
        }
        return path;
    }

    @ParameterizedTest(name = "{0}: {2} {3}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {
                "HPA; {\"scaleTargetRef\": {\"apiVersion\": \"apps/v1\", \"kind\": \"Deployment\", \"name\": \"web\"}}; apps/v1; spec.replicas; true",
                "HPA of another version; {\"scaleTargetRef\": {\"apiVersion\": \"apps/v1beta2\", \"kind\": \"Deployment\", \"name\": \"web\"}}; apps/v1; spec.replicas; true",
                "HPA of the old group; {\"scaleTargetRef\": {\"apiVersion\": \"extensions/v1beta1\", \"kind\": \"Deployment\", \"name\": \"web\"}}; apps/v1; spec.replicas; true",
                "HPA without a version; {\"scaleTargetRef\": {\"kind\": \"Deployment\", \"name\": \"web\"}}; apps/v1; spec.replicas; true",
                "KEDA's default kind; {\"scaleTargetRef\": {\"name\": \"web\"}}; apps/v1; spec.replicas; true",
                "another name; {\"scaleTargetRef\": {\"name\": \"api\"}}; apps/v1; spec.replicas; false",
                "another kind; {\"scaleTargetRef\": {\"kind\": \"StatefulSet\", \"name\": \"web\"}}; apps/v1; spec.replicas; false",
                "another group; {\"scaleTargetRef\": {\"apiVersion\": \"argoproj.io/v1\", \"kind\": \"Deployment\", \"name\": \"web\"}}; apps/v1; spec.replicas; false",
                "another field; {\"scaleTargetRef\": {\"name\": \"web\"}}; apps/v1; spec.paused; false",
                "replicas within; {\"scaleTargetRef\": {\"name\": \"web\"}}; apps/v1; spec.worker.replicas; false",
                "VPA; {\"targetRef\": {\"apiVersion\": \"apps/v1\", \"kind\": \"Deployment\", \"name\": \"web\"}}; apps/v1; spec.template.spec.containers[web].resources.requests.cpu; true",
                "VPA and init containers; {\"targetRef\": {\"kind\": \"Deployment\", \"name\": \"web\"}}; apps/v1; spec.template.spec.initContainers[a].resources; true",
                "VPA and replicas; {\"targetRef\": {\"kind\": \"Deployment\", \"name\": \"web\"}}; apps/v1; spec.replicas; false",
                "VPA and an image; {\"targetRef\": {\"kind\": \"Deployment\", \"name\": \"web\"}}; apps/v1; spec.template.spec.containers[web].image; false",
                "VPA and other resources; {\"targetRef\": {\"kind\": \"Deployment\", \"name\": \"web\"}}; apps/v1; spec.resources; false",
                "VPA that recommends only; {\"targetRef\": {\"kind\": \"Deployment\", \"name\": \"web\"}, \"updatePolicy\": {\"updateMode\": \"Off\"}}; apps/v1; spec.template.spec.containers[web].resources; false",
                "nothing; {}; apps/v1; spec.replicas; false",
                "no object; null; apps/v1; spec.replicas; false",
            })
    void anAutoscalerSetsFieldsOfItsTarget(String name, String spec, String apiVersion, String path, boolean sets) {
        Autoscalers autoscalers = Autoscalers.of(List.of(json("{\"spec\": " + spec + "}")));
        ObjectRef ref = new ObjectRef(apiVersion, "Deployment", Optional.of("shop"), "web");

        assertThat(autoscalers.set(path(path), ref)).isEqualTo(sets);
    }

    @Test
    void replicasAreNoDriftWhileAnAutoscalerTargetsTheObject() {
        Autoscalers autoscalers =
                Autoscalers.of(List.of(json("{\"spec\": {\"scaleTargetRef\": {\"name\": \"web\"}}}")));
        LiveState scaled = new LiveDeployment().replicas(0).managed(OURS).live();

        assertThat(plan(scaled, Context.unknown(Optional.empty())))
                .isEqualTo(new DriftStep.Gather(Set.of(Lookup.AUTOSCALERS)));
        assertThat(plan(scaled, Context.unknown(Optional.empty()).autoscalers(autoscalers)))
                .isEqualTo(new DriftStep.NoChange());
        assertThat(plan(scaled, Context.unknown(Optional.empty()).autoscalers(Autoscalers.NONE)))
                .isInstanceOf(DriftStep.Publish.class);
        assertThat(plan(new LiveDeployment().replicas(0).image("web:2").live(), Context.PLAIN.autoscalers(autoscalers)))
                .isInstanceOfSatisfying(DriftStep.Publish.class, publish -> assertThat(
                                publish.drift().event().fields())
                        .singleElement()
                        .satisfies(field -> assertThat(field.path()).endsWith("image")));
    }

    @Test
    void anObjectIsNotMissingWhileItsApplicationIsBeingDeleted() {
        LiveState terminating = new LiveDeployment()
                .metadata("deletionTimestamp", "\"2026-01-01T00:00:00Z\"")
                .live();
        Context unknown = Context.unknown(Optional.empty());

        assertThat(List.of(new LiveState.Absent(), terminating)).allSatisfy(live -> {
            assertThat(plan(live, unknown)).isEqualTo(new DriftStep.Gather(Set.of(Lookup.APPLICATION)));
            assertThat(plan(live, unknown.applicationEnds(true))).isEqualTo(new DriftStep.NoChange());
            assertThat(plan(live, unknown.applicationEnds(false))).isInstanceOf(DriftStep.Publish.class);
        });
    }

    @Test
    void nothingIsLookedUpWithoutADifferenceThatDependsOnIt() {
        Context unknown = Context.unknown(Optional.empty());

        assertThat(plan(new LiveDeployment().live(), unknown)).isEqualTo(new DriftStep.NoChange());
        assertThat(plan(new LiveDeployment().image("web:2").live(), unknown)).isInstanceOf(DriftStep.Publish.class);
    }

    private static final KindSchema SCHEMA = new KindSchema(json("""
            {"type": "object", "properties": {"spec": {"type": "object", "properties": {
               "user": {"type": "string"}, "login": {"type": "string", "format": "password"},
               "size": {"x-kubernetes-int-or-string": true, "pattern": "^(\\\\+|-)?(([0-9]+(\\\\.[0-9]*)?)|(\\\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE])?$"},
               "port": {"x-kubernetes-int-or-string": true},
               "users": {"type": "array", "items": {"type": "object", "properties": {"name": {}, "pin": {"format": "password"}, "mail": {}}}},
               "map": {"additionalProperties": {"format": "password"}}}}}}"""));

    @ParameterizedTest
    @CsvSource({
        "spec.login, true",
        "spec.user, false",
        "spec.users[a].pin, true",
        "spec.users[a].mail, false",
        "spec.users[a], true",
        "spec.users, true",
        "spec.map.any, true",
        "spec.map, true",
        "spec, true",
        "spec.unknown.deep, false",
        "status, false"
    })
    void aFieldOfFormatPasswordIsNotPublished(String path, boolean password) {
        assertThat(SCHEMA.isPassword(path(path))).isEqualTo(password);
        assertThat(KindSchema.UNKNOWN.isPassword(path(path))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "spec.size, 1000m, 1, true",
        "spec.size, 1Gi, 1024Mi, true",
        "spec.size, 1, 2, false",
        "spec.port, 1000m, 1, false",
        "spec.user, 1000m, 1, false"
    })
    void aQuantityIsComparedByAmountWhereTheSchemaHasOne(String path, String from, String to, boolean same) {
        FieldDifference difference = new FieldDifference(
                path(path), Optional.of(json('"' + from + '"')), Optional.of(json('"' + to + '"')), false);

        assertThat(SCHEMA.isSameQuantity(difference)).isEqualTo(same);
    }

    @Test
    void aSchemaThatRefersToItselfEndlesslyIsReadToALimit() {
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            deep.append("{\"properties\": {\"a\": ");
        }
        deep.append("{\"format\": \"password\"}").append("}}".repeat(300));

        assertThat(new KindSchema(json(deep.toString())).isPassword(path("a"))).isFalse();
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            nullValues = "-",
            value = {
                "spec.containers[web].env[DB_PASSWORD].value; \"old\"; \"new\"; true",
                "spec.containers[web].env[DB_PASSWORD]; {\"name\": \"DB_PASSWORD\", \"value\": \"old\"}; -; true",
                "spec.containers[web].env; [{\"name\": \"A\"}, {\"name\": \"API_KEY\", \"value\": \"old\"}]; -; true",
                "spec.containers[web].env[MODE].value; \"calm\"; \"wild\"; false",
                "data.database-password; \"old\"; \"new\"; true",
                "data; {\"token\": \"t\", \"a\": \"b\"}; -; true",
                "spec.auth.clientSecret; \"old\"; \"new\"; true",
                "spec.auth.privateKey; -; \"new\"; true",
                "spec.tls.secretName; \"old\"; \"new\"; false",
                "spec.automountServiceAccountToken; true; false; false",
                "spec.passwordPolicy; \"a\"; \"b\"; false",
                "spec.containers[web].image; \"token\"; \"secret\"; false",
                "spec.password; \"\"; -; false",
            })
    void aFieldWhoseNameSaysThatItIsASecretIsNotPublished(String path, String from, String to, boolean sensitive) {
        FieldDifference difference = new FieldDifference(path(path), optional(from), optional(to), false);

        assertThat(SensitiveFields.include(difference)).isEqualTo(sensitive);
    }

    private static Optional<JsonNode> optional(String text) {
        return Optional.ofNullable(text).map(LiveDeployment::json);
    }

    @Test
    void eachFactIsLookedUpOnce() {
        Context some = Context.unknown(Optional.of("u")).applicationEnds(false);

        assertThat(some.missing(Set.copyOf(Arrays.asList(Lookup.values()))))
                .containsExactlyInAnyOrder(Lookup.AUTOSCALERS, Lookup.SCHEMA);
        assertThat(Context.PLAIN.missing(Set.copyOf(Arrays.asList(Lookup.values()))))
                .isEmpty();
    }
}
