package dev.millrace.sync.health.builtin;

import dev.millrace.sync.health.object.ObjectFacts;
import dev.millrace.sync.manifest.Content;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A container of a Pod (Kubernetes documentation, Pod lifecycle; KEP-753 on sidecars, KEP-5307 on restart policies of containers). Ephemeral containers
 * don't count: they are for debugging.
 *
 * @param init true for an init container
 * @param restarted true if it is restarted when it has failed
 * @param status its status as JSON values
 */
record Container(String name, boolean init, boolean restarted, Map<String, Object> status) {
    private static final int MAX_CHARACTERS = 1024;

    /** Reasons to wait that are errors, beside those that their name shows, such as {@code ErrImagePull} and {@code CrashLoopBackOff}. */
    private static final Set<String> ERRORS =
            Set.of("InvalidImageName", "RegistryUnavailable", "RROUnsupported", "ImageVolumeMountFailed");

    /** Reasons of an end that add nothing to the exit code. */
    private static final Set<String> PLAIN_ENDS = Set.of("", "Error", "Completed");

    /** Ends of containers that the runtime couldn't start: only their messages are never a program's output, which may hold secrets. */
    private static final Set<String> FAILED_STARTS = Set.of("StartError", "ContainerCannotRun");

    /** Returns the containers that have a status: the init containers first. */
    static List<Container> of(ObjectFacts pod) {
        List<Container> containers = new ArrayList<>();
        add(pod, "initContainers", "initContainerStatuses", containers);
        add(pod, "containers", "containerStatuses", containers);
        return containers;
    }

    private static void add(ObjectFacts pod, String declarations, String statuses, List<Container> containers) {
        Map<String, Map<String, Object>> declared = new HashMap<>();
        pod.maps("spec", declarations).forEach(container -> declared.put(text(container.get("name")), container));
        String policy = pod.text("spec", "restartPolicy");
        for (Map<String, Object> status : pod.maps("status", statuses)) {
            String name = text(status.get("name"));
            boolean restarted = isRestarted(declared.getOrDefault(name, Map.of()), policy);
            containers.add(new Container(name, statuses.startsWith("init"), restarted, status));
        }
    }

    private static boolean isRestarted(Map<String, Object> declared, String policyOfPod) {
        if (declared.get("restartPolicyRules") instanceof List<?> rules && !rules.isEmpty()) {
            return true;
        }
        String own = text(declared.get("restartPolicy"));
        return !(own.isEmpty() ? policyOfPod : own).equals("Never");
    }

    /** Returns the error because of which the container doesn't run; empty if it runs, waits for its turn, or has ended. */
    Optional<String> error() {
        String reason = text(Content.at(status, "state", "waiting", "reason"));
        boolean error = ERRORS.contains(reason)
                || reason.startsWith("Err")
                || reason.endsWith("Error")
                || reason.endsWith("BackOff")
                || reason.endsWith("Failed");
        if (!error) {
            return Optional.empty();
        }
        String message = text(Content.at(status, "state", "waiting", "message"));
        String before = failure(Content.at(status, "lastState", "terminated"))
                .map(ended -> "; it " + ended)
                .orElse("");
        return Optional.of("container " + name + ": " + sentence(reason, message) + before);
    }

    /** Returns the failure with which the container has ended; empty if it has not, or has completed. */
    Optional<String> failure() {
        return failure(Content.at(status, "state", "terminated")).map(ended -> "container " + name + " " + ended);
    }

    /** Returns the failure after which the container was restarted last; empty if there is none, or it is ready again. */
    Optional<String> failureBefore() {
        return Boolean.TRUE.equals(status.get("ready"))
                ? Optional.empty()
                : failure(Content.at(status, "lastState", "terminated"))
                        .map(ended -> "container " + name + " " + ended);
    }

    boolean isCompleted() {
        return Content.at(status, "state", "terminated", "exitCode") instanceof Number code && code.longValue() == 0;
    }

    private static Optional<String> failure(@Nullable Object terminated) {
        if (!(Content.at(terminated, "exitCode") instanceof Number code) || code.longValue() == 0) {
            return Optional.empty();
        }
        String reason = text(Content.at(terminated, "reason"));
        String message = FAILED_STARTS.contains(reason) ? text(Content.at(terminated, "message")) : "";
        String why = PLAIN_ENDS.contains(reason) ? "" : ": " + sentence(reason, message);
        return Optional.of("ended with exit code " + code.longValue() + why);
    }

    private static String sentence(String reason, String message) {
        return message.isBlank() ? reason : reason + ": " + message;
    }

    private static String text(@Nullable Object value) {
        String text = value instanceof String string ? string : "";
        return text.length() > MAX_CHARACTERS ? text.substring(0, MAX_CHARACTERS) + "…" : text;
    }
}
