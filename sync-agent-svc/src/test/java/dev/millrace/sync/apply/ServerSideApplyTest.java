package dev.millrace.sync.apply;

import static dev.millrace.sync.apply.ApiErrors.conflict;
import static dev.millrace.sync.apply.ApiErrors.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.refusal.Advice;
import dev.millrace.sync.apply.refusal.FieldConflict;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answer of the API server to an apply. */
class ServerSideApplyTest {
    private static final String TYPES =
            "failed to create typed patch object (shop/a; /v1, Kind=%s): .data.port: expected string, got &value{8080}";
    private static final Precondition NONE = new Precondition.None();
    private static final Precondition SAME = new Precondition.Same("uid");

    private final KubernetesClient client =
            new KubernetesClientBuilder().withConfig(Config.empty()).build();
    private final ServerSideApply apply =
            new ServerSideApply(new KubernetesSerialization(), new Kinds(client, Clock.systemUTC()), Identity.OWN);

    @AfterEach
    void close() {
        client.close();
    }

    static final List<Arguments> ANSWERS = List.of(
            row(
                    "an invalid value",
                    ApiErrors.with(422, "a is invalid", field("spec.x", "Required value")),
                    rejected(FailureKind.REJECTED, "a is invalid")),
            row(
                    "a field that can't be changed",
                    ApiErrors.with(422, "a is invalid: x", field("spec.x", "field is immutable")),
                    new ApplyAnswer.Immutable("spec.x can't be changed" + Advice.IF_IMMUTABLE)),
            row(
                    "several fields that can't be changed, each once",
                    ApiErrors.with(
                            422,
                            "a is invalid",
                            field("spec.x", "field is immutable"),
                            field("spec.y", "may not be changed directly"),
                            field("spec.x", "field is immutable")),
                    new ApplyAnswer.Immutable("spec.x, spec.y can't be changed" + Advice.IF_IMMUTABLE)),
            row(
                    "a conflict with a manager",
                    ApiErrors.with(409, "conflict", conflict(".spec.replicas", "scaler")),
                    new ApplyAnswer.Contested(List.of(new FieldConflict("scaler", ".spec.replicas")))),
            row(
                    "a conflict of another kind",
                    ApiErrors.with(409, "the object has been modified"),
                    rejected(FailureKind.REJECTED, "the object has been modified")),
            row("a webhook denies it", ApiErrors.with(400, "denied"), rejected(FailureKind.REJECTED, "denied")),
            row(
                    "too many requests",
                    ApiErrors.with(429, "slow down"),
                    rejected(FailureKind.INFRASTRUCTURE, "slow down")),
            row("an internal error", ApiErrors.with(500, "etcd"), rejected(FailureKind.INFRASTRUCTURE, "etcd")),
            row("a gateway", ApiErrors.with(502, "bad gateway"), rejected(FailureKind.INFRASTRUCTURE, "bad gateway")),
            row(
                    "a value of another type, which is answered with 500",
                    ApiErrors.with(500, TYPES.formatted("ConfigMap")),
                    rejected(
                            FailureKind.REJECTED,
                            TYPES.formatted("ConfigMap")
                                    + "; the value has another type than the field: text that looks like a number or a boolean"
                                    + " needs quotes")),
            row(
                    "an error without a message",
                    new KubernetesClientException("x", 418, null),
                    rejected(FailureKind.REJECTED, "HTTP status 418")));

    @ParameterizedTest(name = "{0}")
    @FieldSource("ANSWERS")
    void aRefusalIsDistinguishedByItsStatus(String situation, KubernetesClientException e, ApplyAnswer expected) {
        assertThat(answer("ConfigMap", NONE, false, e)).isEqualTo(expected);
    }

    @Test
    void aConflictIsNoReasonWhereFieldsAreTakenByForce() {
        KubernetesClientException e = ApiErrors.with(409, "conflict", conflict(".spec.replicas", "scaler"));

        assertThat(answer("ConfigMap", NONE, true, e)).isEqualTo(rejected(FailureKind.REJECTED, "conflict"));
    }

    static final List<Arguments> SECRETS = List.of(
            row(ApiErrors.with(422, "hunter2", field("data.a", "hunter2")), "refused with HTTP status 422"),
            row(ApiErrors.with(403, "denied: hunter2"), "refused with HTTP status 403"),
            row(
                    ApiErrors.with(500, TYPES.formatted("Secret").replace("8080", "hunter2")),
                    "refused with HTTP status 500 for .data.port"));

    @ParameterizedTest
    @FieldSource("SECRETS")
    void theAnswerAboutASecretIsReplacedByItsStatus(KubernetesClientException e, String expected) {
        assertThat(answer("Secret", NONE, false, e))
                .isInstanceOfSatisfying(ApplyAnswer.Rejected.class, rejected -> assertThat(rejected.reason())
                        .startsWith(expected + "; the reason could hold its values")
                        .doesNotContain("hunter2"));
    }

    @Test
    void anImmutableFieldOfASecretIsNamedWithoutItsValue() {
        KubernetesClientException e = ApiErrors.with(
                422,
                "Secret a is invalid: hunter2",
                field("data", "Forbidden: field is immutable when `immutable` is set"));

        assertThat(answer("Secret", NONE, false, e))
                .isEqualTo(new ApplyAnswer.Immutable("data can't be changed" + Advice.IF_IMMUTABLE));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 401, 408, 503, 504})
    void anApiServerThatIsUnavailableIsNoAnswer(int code) {
        KubernetesClientException e =
                code == 0 ? new KubernetesClientException("reset") : ApiErrors.with(code, "not now");

        assertThatThrownBy(() -> answer("ConfigMap", NONE, false, e))
                .isExactlyInstanceOf(ClusterUnavailable.class)
                .hasMessage("applying ConfigMap shop/a: the API server "
                        + (code == 0 ? "does not answer" : "answers " + code));
    }

    @Test
    void anObjectThatIsNotAsExpectedIsReadAgain() {
        assertThatThrownBy(() -> answer("ConfigMap", SAME, false, ApiErrors.with(409, "the UID has changed")))
                .isInstanceOf(PreconditionFailed.class);
        assertThatThrownBy(() -> answer(
                        "ConfigMap", SAME, true, ApiErrors.with(422, "", field("metadata.uid", "field is immutable"))))
                .isInstanceOf(PreconditionFailed.class);
        assertThat(answer("ConfigMap", SAME, false, ApiErrors.with(422, "no", field("spec", "Required value"))))
                .isEqualTo(rejected(FailureKind.REJECTED, "no"));
    }

    @Test
    void theRequestExpectsTheStateOfThePreconditionAndStatesTheRestAsItIs() {
        Manifest manifest = manifest("ConfigMap");

        GenericKubernetesResource same = apply.object(manifest, SAME);
        GenericKubernetesResource absent = apply.object(manifest, new Precondition.Absent());
        GenericKubernetesResource unchanged = apply.object(manifest, new Precondition.Unchanged("77"));
        GenericKubernetesResource any = apply.object(manifest, NONE);

        assertThat(expectation(same)).isEqualTo("uid null");
        assertThat(expectation(absent)).isEqualTo("null 1");
        assertThat(expectation(unchanged)).isEqualTo("null 77");
        assertThat(expectation(any)).isEqualTo("null null");
        assertThat(same.getAdditionalProperties()).isEqualTo(Map.of("data", Map.of("a", "b")));
        assertThat(same.getMetadata().getLabels()).isEqualTo(Map.of("app", "web"));
    }

    @Test
    void noManifestDecidesWhichObjectIsExpected() {
        Map<String, Object> metadata = Map.of("name", "a", "uid", "forged", "resourceVersion", "7");

        assertThat(NONE.on(metadata)).isEqualTo(Map.of("name", "a"));
        assertThat(SAME.on(metadata)).isEqualTo(Map.of("name", "a", "uid", "uid"));
        assertThat(new Precondition.Unchanged("77").on(metadata))
                .isEqualTo(Map.of("name", "a", "resourceVersion", "77"));
    }

    private static String expectation(GenericKubernetesResource object) {
        return object.getMetadata().getUid() + " " + object.getMetadata().getResourceVersion();
    }

    private ApplyAnswer answer(String kind, Precondition precondition, boolean force, KubernetesClientException e) {
        ObjectRef ref = new ObjectRef("v1", kind, Optional.of("shop"), "a");
        return apply.answer(ref, precondition, force, () -> {
            throw e;
        });
    }

    private static ApplyAnswer rejected(FailureKind kind, String reason) {
        return new ApplyAnswer.Rejected(kind, reason);
    }

    private static Manifest manifest(String kind) {
        return ManifestReader.read(
                        "a.yaml",
                        "{apiVersion: v1, kind: " + kind
                                + ", metadata: {name: a, namespace: shop, labels: {app: web}}, data: {a: b}}")
                .objects()
                .getFirst();
    }

    private static Arguments row(Object... cells) {
        return Arguments.of(cells);
    }
}
