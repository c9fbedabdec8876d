package dev.millrace.sync.apply;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;

/** Refusals of the API server, as the client reports them. */
final class ApiErrors {
    private ApiErrors() {}

    static KubernetesClientException with(int code, String message, StatusCause... causes) {
        return new KubernetesClientException(new StatusBuilder()
                .withCode(code)
                .withMessage(message)
                .withNewDetails()
                .withCauses(List.of(causes))
                .endDetails()
                .build());
    }

    static StatusCause field(String field, String message) {
        return new StatusCause(field, message, "FieldValueInvalid");
    }

    static StatusCause conflict(String field, String manager) {
        return new StatusCause(field, "conflict with \"" + manager + "\" using apps/v1", "FieldManagerConflict");
    }
}
