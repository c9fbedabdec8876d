package dev.millrace.sync.health.builtin;

import static dev.millrace.sync.health.object.ObjectHealth.degraded;
import static dev.millrace.sync.health.object.ObjectHealth.progressing;

import dev.millrace.sync.health.object.Condition;
import dev.millrace.sync.health.object.HealthProblem;
import dev.millrace.sync.health.object.ObjectFacts;
import dev.millrace.sync.health.object.ObjectHealth;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules of Pods, and the reasons why one doesn't run (Kubernetes documentation, Pod lifecycle; KEP-1287 on resizing in place). */
public final class Pods {
    private static final Set<String> ENDING_POLICIES = Set.of("Never", "OnFailure");

    private Pods() {}

    static ObjectHealth pod(ObjectFacts pod) {
        String phase = pod.text("status", "phase");
        if (phase.equals("Succeeded")) {
            return ObjectHealth.HEALTHY;
        }
        List<Container> containers = Container.of(pod);
        if (phase.equals("Failed")) {
            return degraded("it failed" + reason(pod, containers));
        }
        Optional<String> error = error(containers);
        if (error.isPresent()) {
            return degraded(error.get());
        }
        return switch (phase) {
            case "Running" -> running(pod, containers);
            case "Unknown" -> progressing("its node does not report its state" + reason(pod, List.of()));
            default -> waiting(pod, containers);
        };
    }

    private static ObjectHealth running(ObjectFacts pod, List<Container> containers) {
        Optional<String> failure = failure(containers);
        if (failure.isPresent()) {
            return progressing(failure.get() + " and is restarted");
        }
        if (ENDING_POLICIES.contains(pod.text("spec", "restartPolicy"))) {
            long done = containers.stream()
                    .filter(container -> !container.init() && container.isCompleted())
                    .count();
            long all =
                    containers.stream().filter(container -> !container.init()).count();
            return progressing(done + " of " + all + " containers have completed");
        }
        return pod.condition("Ready").filter(Condition::isTrue).isPresent()
                ? disruption(pod).or(() -> resize(pod)).orElse(ObjectHealth.HEALTHY)
                : progressing("it is not ready yet" + unready(pod, containers));
    }

    /** A Pod that is evicted or preempted is about to be deleted; Kubernetes removes the condition if that doesn't happen (KEP-3329). */
    private static Optional<ObjectHealth> disruption(ObjectFacts pod) {
        return pod.condition("DisruptionTarget")
                .filter(Condition::isTrue)
                .map(target -> progressing("it is about to be deleted: " + target.reasonAndMessage()));
    }

    /** Returns the first that is known of: the Pod's own reason, such as a lost node; a failure before the last restart; the containers that are not ready. */
    private static String unready(ObjectFacts pod, List<Container> containers) {
        String reason = reason(pod, List.of());
        return reason.isEmpty()
                ? containers.stream()
                        .flatMap(container -> container.failureBefore().stream())
                        .findFirst()
                        .map(failure -> failure + " before")
                        .or(() -> pod.condition("Ready").map(Condition::message).filter(text -> !text.isBlank()))
                        .map(text -> ": " + text)
                        .orElse("")
                : reason;
    }

    /** Resources that are changed in place are reported by conditions, before Kubernetes 1.33 by a field. */
    private static Optional<ObjectHealth> resize(ObjectFacts pod) {
        Optional<Condition> pending = pod.condition("PodResizePending").filter(Condition::isTrue);
        boolean infeasible =
                pending.filter(c -> c.reason().equals("Infeasible")).isPresent()
                        || pod.text("status", "resize").equals("Infeasible");
        Optional<Condition> stated =
                pending.or(() -> pod.condition("PodResizeInProgress").filter(Condition::isTrue));
        String words = stated.map(Condition::reasonAndMessage)
                .filter(text -> !text.isBlank())
                .map(text -> ": " + text)
                .orElse("");
        if (infeasible) {
            return Optional.of(degraded("its node can't give it the requested resources" + words));
        }
        return stated.isPresent() || !pod.text("status", "resize").isEmpty()
                ? Optional.of(progressing("its resources are being changed" + words))
                : Optional.empty();
    }

    private static ObjectHealth waiting(ObjectFacts pod, List<Container> containers) {
        return progressing(gated(pod)
                .or(() -> unschedulable(pod).map(HealthProblem::message))
                .or(() -> failure(containers).map(failure -> failure + " and is restarted"))
                .orElse("it has not started yet"));
    }

    private static Optional<String> gated(ObjectFacts pod) {
        boolean gated = pod.condition("PodScheduled")
                .filter(c -> c.isFalse() && c.reason().equals("SchedulingGated"))
                .isPresent();
        String gates = pod.maps("spec", "schedulingGates").stream()
                .map(gate -> Objects.toString(gate.get("name"), ""))
                .filter(name -> !name.isBlank())
                .collect(Collectors.joining(", "));
        return gated
                ? Optional.of(
                        "it is not scheduled while it has scheduling gates" + (gates.isEmpty() ? "" : ": " + gates))
                : Optional.empty();
    }

    /** Returns the reason why the Pod doesn't run: its own failure, or no node for it; empty if none is known. */
    public static Optional<HealthProblem> cause(ObjectFacts pod) {
        List<Container> containers = Container.of(pod);
        return error(containers)
                .or(() -> failure(containers))
                .map(message -> new HealthProblem(HealthProblem.Kind.OWN, message))
                .or(() -> unschedulable(pod));
    }

    /** Returns the error of a container that can't start, or that has failed and is not restarted. */
    private static Optional<String> error(List<Container> containers) {
        return containers.stream()
                .flatMap(container ->
                        container
                                .error()
                                .or(() -> container.restarted() ? Optional.empty() : container.failure())
                                .stream())
                .findFirst();
    }

    private static Optional<String> failure(List<Container> containers) {
        return containers.stream()
                .flatMap(container -> container.failure().stream())
                .findFirst();
    }

    private static Optional<HealthProblem> unschedulable(ObjectFacts pod) {
        return pod.condition("PodScheduled")
                .filter(c -> c.isFalse() && !c.reason().equals("SchedulingGated"))
                .map(c -> new HealthProblem(HealthProblem.Kind.UNSCHEDULABLE, "no node can take it: " + c.message()));
    }

    private static String reason(ObjectFacts pod, List<Container> containers) {
        List<String> parts = Stream.of(pod.text("status", "reason"), pod.text("status", "message"))
                .filter(text -> !text.isBlank())
                .toList();
        return parts.isEmpty()
                ? failure(containers).map(message -> ": " + message).orElse("")
                : ": " + String.join(": ", parts);
    }
}
