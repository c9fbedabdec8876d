package dev.millrace.sync.apply;

import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the API server says by refusing to apply an object: the causes in its Status. */
final class Refusal {
    private static final int CONFLICT = 409;
    private static final int INVALID = 422;
    private static final String FIELD_CONFLICT = "FieldManagerConflict";

    /** How the API server's validation words it, kind by kind (k8s.io/kubernetes, pkg/apis/.../validation). */
    private static final Pattern IMMUTABLE = Pattern.compile(
            "immutable|cannot change roleRef|may not be changed|updates to .* are forbidden|updates to .* for fields other than");

    private Refusal() {}

    static List<FieldConflict> conflicts(KubernetesClientException e) {
        return e.getCode() != CONFLICT
                ? List.of()
                : causes(e).stream()
                        .filter(cause -> FIELD_CONFLICT.equals(cause.getReason()))
                        .map(cause ->
                                FieldConflict.of(String.valueOf(cause.getField()), String.valueOf(cause.getMessage())))
                        .toList();
    }

    /** The names of the fields that can't be changed, if that is why. */
    static Optional<String> immutableFields(KubernetesClientException e) {
        if (e.getCode() != INVALID) {
            return Optional.empty();
        }
        String fields = causes(e).stream()
                .filter(cause -> cause.getMessage() != null
                        && IMMUTABLE.matcher(cause.getMessage()).find())
                .map(cause -> String.valueOf(cause.getField()))
                .distinct()
                .collect(Collectors.joining(", "));
        return Optional.of(fields).filter(names -> !names.isEmpty());
    }

    private static List<StatusCause> causes(KubernetesClientException e) {
        return e.getStatus() == null
                        || e.getStatus().getDetails() == null
                        || e.getStatus().getDetails().getCauses() == null
                ? List.of()
                : e.getStatus().getDetails().getCauses();
    }
}
