package dev.millrace.sync.health;

import static dev.millrace.sync.health.ObjectHealth.degraded;
import static dev.millrace.sync.health.ObjectHealth.progressing;

import dev.millrace.sync.manifest.Content;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The rules of Pods, and the reasons why one doesn't run. */
final class Pods {
    private static final Set<String> OWN_FAULTS = Set.of(
            "CrashLoopBackOff",
            "ImagePullBackOff",
            "ErrImagePull",
            "ErrImageNeverPull",
            "InvalidImageName",
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError");

    private Pods() {}

    static ObjectHealth pod(ObjectFacts pod) {
        return switch (pod.text("status", "phase")) {
            case "Succeeded" -> ObjectHealth.HEALTHY;
            case "Failed" -> degraded("it failed" + reason(pod));
            case "Running" -> running(pod);
            default -> failure(pod).map(t -> degraded(t.message())).orElseGet(() -> waiting(pod));
        };
    }

    private static ObjectHealth running(ObjectFacts pod) {
        Optional<HealthProblem> failure = failure(pod);
        if (failure.isPresent()) {
            return degraded(failure.get().message());
        }
        return pod.condition("Ready").filter(ObjectFacts.Condition::isTrue).isPresent()
                ? ObjectHealth.HEALTHY
                : progressing("it is not ready yet");
    }

    private static ObjectHealth waiting(ObjectFacts pod) {
        return progressing(unschedulable(pod).map(HealthProblem::message).orElse("it has not started yet"));
    }

    /** Returns the reason why the Pod doesn't run: its own failure, or no node for it; empty if none is known. */
    static Optional<HealthProblem> cause(ObjectFacts pod) {
        return failure(pod).or(() -> unschedulable(pod));
    }

    private static Optional<HealthProblem> failure(ObjectFacts pod) {
        return Stream.of("initContainerStatuses", "containerStatuses")
                .flatMap(list -> pod.maps("status", list).stream())
                .flatMap(status -> failure(status).stream())
                .findFirst();
    }

    private static Optional<HealthProblem> failure(Map<String, Object> container) {
        String name = "container " + container.get("name");
        Map<String, Object> waiting = Content.map(Content.at(container, "state", "waiting"));
        if (waiting.get("reason") instanceof String reason && OWN_FAULTS.contains(reason)) {
            Object message = waiting.getOrDefault("message", "");
            return Optional.of(new HealthProblem(HealthProblem.Kind.OWN, name + ": " + sentence(reason, message)));
        }
        Map<String, Object> ended = Content.map(Content.at(container, "state", "terminated"));
        if (ended.get("exitCode") instanceof Number code && code.intValue() != 0) {
            return Optional.of(new HealthProblem(HealthProblem.Kind.OWN, name + " ended with exit code " + code));
        }
        return Optional.empty();
    }

    private static Optional<HealthProblem> unschedulable(ObjectFacts pod) {
        return pod.condition("PodScheduled")
                .filter(ObjectFacts.Condition::isFalse)
                .map(c -> new HealthProblem(HealthProblem.Kind.UNSCHEDULABLE, "no node can take it: " + c.message()));
    }

    private static String reason(ObjectFacts pod) {
        List<String> parts = Stream.of(pod.text("status", "reason"), pod.text("status", "message"))
                .filter(text -> !text.isBlank())
                .toList();
        return parts.isEmpty() ? failure(pod).map(t -> ": " + t.message()).orElse("") : ": " + String.join(": ", parts);
    }

    private static String sentence(String reason, Object message) {
        String text = String.valueOf(message);
        return text.isBlank() ? reason : reason + ": " + text;
    }
}
