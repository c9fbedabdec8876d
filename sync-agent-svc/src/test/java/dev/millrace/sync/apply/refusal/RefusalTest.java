package dev.millrace.sync.apply.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
    /** Messages from k8s.io/kubernetes v1.35 pkg/apis, k8s.io/apimachinery pkg/api/validate, and CEL rules of well-known operators. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "field is immutable",
                "field is immutable when `immutable` is set",
                "may not change once set",
                "field cannot be set once created",
                "field cannot be cleared once set",
                "field cannot be modified once set",
                "cannot change roleRef",
                "may not be changed in an update.",
                "may not be updated",
                "may not be changed directly",
                "updates to provisioner are forbidden.",
                "update to nil is forbidden when status.currentVolumeAttributesClassName is not nil",
                "updates to statefulset spec for fields other than 'replicas', 'template' are forbidden",
                "pod updates may not change fields other than `spec.containers[*].image`",
                "node updates may not change podCIDR except from \"\" to valid",
                "spec is immutable after creation except resources.requests",
                "spec.persistentvolumesource is immutable after creation",
                "Value is immutable",
                "issuerRef is immutable once set",
                "failed rule: self == oldSelf",
                "failed rule: self.size >= oldSelf.size"
            })
    void fieldsThatCanNotBeChangedAreRecognisedByTheWordsOfTheApiServer(String message) {
        assertThat(Refusal.immutableFields(refused(422, "", cause("spec.x", message))))
                .contains("spec.x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Required value",
                "Invalid value: \"a_b\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters",
                "may not be set when `type` is 'ClusterIP'",
                "must be unique",
                "provided port is already allocated",
                "field can not be less than status.capacity",
                "failed rule: self.size <= 10"
            })
    void otherMistakesAreNot(String message) {
        assertThat(Refusal.immutableFields(refused(422, "", cause("spec.x", message))))
                .isEmpty();
    }

    @Test
    void anObjectThatIsRefusedForItsContentTooIsNotDeletedToBeRefusedAgain() {
        assertThat(Refusal.immutableFields(refused(
                        422,
                        "",
                        cause("spec.selector", "field is immutable"),
                        cause("spec.template.spec.containers[0].image", "Required value"))))
                .isEmpty();
    }

    @Test
    void anAdmissionCheckMaySayItInWordsOfItsOwn() {
        assertThat(Refusal.immutableFields(refused(
                        403, "admission webhook \"vet.example.com\" denied the request: spec.size is immutable")))
                .isPresent();
        assertThat(
                        Refusal.immutableFields(
                                refused(
                                        422,
                                        "x is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: size can't be changed")))
                .isPresent();
        assertThat(Refusal.immutableFields(
                        refused(403, "admission webhook \"vet.example.com\" denied the request: no")))
                .isEmpty();
    }

    @Test
    void aConflictIsAboutFieldsOrAboutTheExpectedState() {
        StatusCause field = cause(".spec.replicas", "conflict with \"scaler\" using apps/v1");
        field.setReason("FieldManagerConflict");

        assertThat(Refusal.conflicts(refused(409, "", field)))
                .containsExactly(new FieldConflict("scaler", ".spec.replicas"));
        assertThat(Refusal.isForPrecondition(refused(409, "", field))).isFalse();
        assertThat(Refusal.isForPrecondition(refused(409, "the object has been modified")))
                .isTrue();
        assertThat(Refusal.isForPrecondition(refused(422, "", cause("metadata.uid", "field is immutable"))))
                .isTrue();
        assertThat(Refusal.isForPrecondition(refused(422, "", cause("spec", "field is immutable"))))
                .isFalse();
    }

    @Test
    void aFieldOfAnotherTypeIsNamedWithoutItsValue() {
        assertThat(
                        Refusal.fieldOfOtherType(
                                refused(
                                        500,
                                        "failed to create typed patch object (a/b; /v1, Kind=Secret): .data.port: expected string, got &value.valueUnstructured{Value:8080}")))
                .contains(".data.port");
        assertThat(Refusal.fieldOfOtherType(refused(500, "etcdserver: leader changed")))
                .isEmpty();
    }

    @Test
    void aMessageHasABound() {
        assertThat(Refusal.message(refused(422, "x".repeat(100_000)))).hasSizeLessThan(5_000);
    }

    private static StatusCause cause(String field, String message) {
        return new StatusCause(field, message, "FieldValueInvalid");
    }

    private static KubernetesClientException refused(int code, String message, StatusCause... causes) {
        return new KubernetesClientException(new StatusBuilder()
                .withCode(code)
                .withMessage(message)
                .withNewDetails()
                .withCauses(List.copyOf(Arrays.asList(causes)))
                .endDetails()
                .build());
    }
}
