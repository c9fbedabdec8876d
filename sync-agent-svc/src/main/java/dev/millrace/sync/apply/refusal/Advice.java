package dev.millrace.sync.apply.refusal;

import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.identity.MissingRight;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Advice for users on refusals of the API server. */
public final class Advice {
    /** The advice for fields that can't be changed. */
    public static final String IF_IMMUTABLE =
            "; annotate the object with millrace.dev/replace: \"true\" to have it deleted and created again";

    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;

    private static final String ESCALATION = "is attempting to grant RBAC permissions not currently held";
    private static final Pattern WEBHOOK = Pattern.compile("failed calling webhook \"([^\"]{1,300})\"");
    private static final Pattern QUOTA = Pattern.compile("exceeded quota: ([^\\s,]{1,300})");
    private static final Pattern NAMESPACE = Pattern.compile("^namespaces \"([^\"]{1,300})\" not found");

    /** Phrases in a message, and the advice for it. */
    private record Hint(List<String> texts, String advice) {
        boolean fits(String message) {
            return texts.stream().anyMatch(message::contains);
        }
    }

    private static final List<Hint> HINTS = List.of(
            new Hint(
                    List.of("provided port is already allocated", "provided IP is already allocated"),
                    "another Service has it; if the same commit removes that one, spec.pruneOrder: before deletes it first"),
            new Hint(
                    List.of("because it is being terminated"),
                    "its namespace is being deleted: the namespace's conditions state what it waits for; this is retried"),
            new Hint(
                    List.of("metadata.annotations: Too long"),
                    "all annotations of an object together may hold 256 KiB; kubectl's last-applied-configuration is not needed"),
            new Hint(
                    List.of(
                            "Too long: must have at most 1048576 bytes",
                            "Too long: may not be more than 1048576 bytes"),
                    "the data of one object may hold 1 MiB: split it"),
            new Hint(
                    List.of("request is too large", "Request entity too large", "larger than max"),
                    "an object of this size can't be stored: split it"),
            new Hint(
                    List.of("field not declared in schema", "unknown field \""),
                    "kubectl explain lists the fields of the served version; a CustomResourceDefinition may be of another version"),
            new Hint(
                    List.of(
                            "expected string, got",
                            "expected map, got",
                            "expected list, got",
                            "cannot unmarshal",
                            "expected numeric"),
                    "the value has another type than the field: text that looks like a number or a boolean needs quotes"),
            new Hint(
                    List.of("violates PodSecurity"),
                    "the namespace's label pod-security.kubernetes.io/enforce decides what Pods may do"),
            new Hint(
                    List.of("the cluster has no kind "),
                    "its CustomResourceDefinition is missing, or serves other versions; in the same folder it is applied first"));

    private Advice() {}

    /** Returns advice on an answer to a request of this identity, if there is some. It contains no value of the object. */
    public static Optional<String> on(Identity identity, int code, String message) {
        return right(code, message)
                .map(right -> right.of(identity))
                .or(() -> message.contains(ESCALATION) ? Optional.of(escalation(identity)) : Optional.empty())
                .or(() -> first(WEBHOOK, message)
                        .map(found -> "the admission webhook " + found.group(1)
                                + " doesn't answer: check its Service and Pods; this is tried again"))
                .or(() -> first(QUOTA, message)
                        .map(found -> "raise the ResourceQuota " + found.group(1)
                                + " or free what it counts; this is tried again"))
                .or(() -> code == NOT_FOUND ? missingNamespace(message) : Optional.empty())
                .or(() -> HINTS.stream()
                        .filter(hint -> hint.fits(message))
                        .map(Hint::advice)
                        .findFirst())
                .or(() -> code == TOO_LARGE
                        ? Optional.of("an object of this size can't be stored: split it")
                        : Optional.empty());
    }

    /** Returns the message followed by the advice. */
    public static String added(Identity identity, int code, String message) {
        return missingRight(identity, code, message)
                .orElseGet(() -> message
                        + on(identity, code, message)
                                .map(advice -> "; " + advice)
                                .orElse(""));
    }

    /** Returns the right that a service account lacks, and how to grant it: all that there is to know, whatever the message. */
    public static Optional<String> missingRight(Identity identity, int code, String message) {
        return identity instanceof Identity.Account
                ? right(code, message).map(right -> right.of(identity))
                : Optional.empty();
    }

    private static Optional<MissingRight> right(int code, String message) {
        return code == FORBIDDEN ? MissingRight.in(message) : Optional.empty();
    }

    private static String escalation(Identity identity) {
        return identity + " can grant only rights that it has itself: bind " + identity
                + " to a ClusterRole with these rules, or allow it the verbs escalate and bind on this role by name"
                + " (see Permissions in the operations guide)";
    }

    private static Optional<String> missingNamespace(String message) {
        return first(NAMESPACE, message)
                .map(found -> "the namespace " + found.group(1)
                        + " doesn't exist: add it to the folder, where it is applied first, or create it");
    }

    private static Optional<MatchResult> first(Pattern pattern, String message) {
        return pattern.matcher(message).results().findFirst();
    }
}
