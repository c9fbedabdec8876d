package dev.millrace.sync.apply.refusal;

import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The API server's refusal to apply an object, read from its Status and the causes in it. */
public final class Refusal {
    private static final int CONFLICT = 409;
    private static final int INVALID = 422;
    private static final int MAX_MESSAGE = 4_000;
    private static final String FIELD_CONFLICT = "FieldManagerConflict";
    private static final String UID = "metadata.uid";

    /**
     * The phrases of the API server's validation (k8s.io/kubernetes pkg/apis/.../validation, k8s.io/apiextensions-apiserver), and the usual ones
     * in CEL rules of custom resources; a rule without a message is quoted, and compares with {@code oldSelf}.
     */
    private static final Pattern IMMUTABLE = Pattern.compile(
            "\\bimmutable\\b|cannot change roleRef|\\bonce (?:set|created)\\b|\\bupdates? .{0,200}\\bforbidden\\b"
                    + "|updates to .* for fields other than|updates may not|may not remove or update"
                    + "|failed rule: .*\\boldSelf\\b"
                    + "|\\b(?:may not|must not|cannot|can't|can not) (?:change|be (?:changed|updated|modified))\\b",
            Pattern.CASE_INSENSITIVE);

    /** The phrase of an admission webhook or policy that denies a change with its own message. */
    private static final Pattern DENIED =
            Pattern.compile("^admission webhook \".{1,253}\" denied the request|denied request: ");

    private static final Pattern OTHER_TYPE = Pattern.compile("\\): (\\.[^:\\s]{1,300}): expected");

    private Refusal() {}

    /** Returns the API server's answer that the right is missing, if that is the cause of a failure. */
    public static Optional<KubernetesClientException> forbidden(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof KubernetesClientException e && e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return Optional.of(e);
            }
        }
        return Optional.empty();
    }

    /** Returns the fields that other managers own too, if the object was refused because of them. */
    public static List<FieldConflict> conflicts(KubernetesClientException e) {
        return e.getCode() != CONFLICT
                ? List.of()
                : causes(e).stream()
                        .filter(cause -> FIELD_CONFLICT.equals(cause.getReason()))
                        .map(cause ->
                                FieldConflict.of(String.valueOf(cause.getField()), String.valueOf(cause.getMessage())))
                        .toList();
    }

    /** Returns true if the object is not in the state that the request expected. */
    public static boolean isForPrecondition(KubernetesClientException e) {
        return (e.getCode() == CONFLICT && conflicts(e).isEmpty())
                || causes(e).stream().anyMatch(cause -> UID.equals(cause.getField()));
    }

    /** Returns true if the version that a JSON patch tests is no longer the object's. The API server answers that without any reason. */
    public static boolean isForChange(KubernetesClientException e) {
        return e.getCode() == CONFLICT || (e.getCode() == INVALID && causes(e).isEmpty());
    }

    /** Returns true if a value of the object has another type than its schema demands, which the API server answers with 500. */
    public static boolean isForTypes(KubernetesClientException e) {
        return message(e).contains("failed to create typed patch object");
    }

    /** Returns true if an admission webhook doesn't answer, which takes as long as its timeout each time. */
    public static boolean isForWebhook(KubernetesClientException e) {
        return message(e).contains("failed calling webhook");
    }

    /** Returns the field that has another type, without its value. */
    public static Optional<String> fieldOfOtherType(KubernetesClientException e) {
        return OTHER_TYPE.matcher(message(e)).results().findFirst().map(found -> found.group(1));
    }

    /**
     * Returns the names of the fields that can't be changed, if that is the only reason: an object that is also refused for its content would be
     * refused again after it was deleted.
     */
    public static Optional<String> immutableFields(KubernetesClientException e) {
        List<StatusCause> causes = causes(e);
        if (e.getCode() == INVALID && !causes.isEmpty()) {
            return causes.stream().allMatch(Refusal::isImmutable)
                    ? Optional.of(causes.stream()
                            .map(cause -> String.valueOf(cause.getField()))
                            .distinct()
                            .collect(Collectors.joining(", ")))
                    : Optional.empty();
        }
        String message = message(e);
        return DENIED.matcher(message).find() && IMMUTABLE.matcher(message).find()
                ? Optional.of("a field, according to an admission check,")
                : Optional.empty();
    }

    private static boolean isImmutable(StatusCause cause) {
        return isImmutable(String.valueOf(cause.getMessage()));
    }

    static boolean isImmutable(String message) {
        return IMMUTABLE.matcher(message).find();
    }

    /** Returns the API server's message, of bounded length. */
    public static String message(KubernetesClientException e) {
        if (e.getStatus() == null || e.getStatus().getMessage() == null) {
            return "HTTP status " + e.getCode();
        }
        String message = e.getStatus().getMessage();
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
    }

    private static List<StatusCause> causes(KubernetesClientException e) {
        return e.getStatus() == null
                        || e.getStatus().getDetails() == null
                        || e.getStatus().getDetails().getCauses() == null
                ? List.of()
                : e.getStatus().getDetails().getCauses();
    }
}
