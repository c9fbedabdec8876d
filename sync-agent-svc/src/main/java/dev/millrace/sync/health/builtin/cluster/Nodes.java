package dev.millrace.sync.health.builtin.cluster;

import static dev.millrace.sync.health.object.ObjectHealth.degraded;
import static dev.millrace.sync.health.object.ObjectHealth.progressing;
import static dev.millrace.sync.health.object.ObjectHealth.suspended;

import dev.millrace.sync.health.object.Condition;
import dev.millrace.sync.health.object.ObjectFacts;
import dev.millrace.sync.health.object.ObjectHealth;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The rules of nodes, namespaces and components (Kubernetes API reference, core/v1; documentation of node status and node-problem-detector). */
final class Nodes {
    /** The time after its creation within which a node's first report counts as that of a start. */
    private static final Duration START = Duration.ofMinutes(2);

    /** Types of conditions of which true is a failure. */
    private static final Set<String> PROBLEMS = Set.of(
            "CorruptDockerOverlay2",
            "DiskPressure",
            "FrequentContainerdRestart",
            "FrequentDockerRestart",
            "FrequentKubeletRestart",
            "FrequentUnregisterNetDevice",
            "KernelDeadlock",
            "MemoryPressure",
            "PIDPressure",
            "ReadonlyFilesystem");

    private Nodes() {}

    /** Returns the health of a Node; one that users have cordoned is suspended. */
    static ObjectHealth node(ObjectFacts node) {
        Optional<Condition> ready = node.condition("Ready");
        if (ready.isEmpty()) {
            return progressing("its kubelet has not reported yet");
        }
        if (!ready.get().isTrue()) {
            return unready(node, ready.get());
        }
        List<Condition> conditions = Condition.in(node.at("status", "conditions"));
        Optional<Condition> problem = conditions.stream()
                .filter(condition -> condition.isTrue() && PROBLEMS.contains(condition.type()))
                .findFirst();
        if (problem.isPresent()) {
            return degraded(words(problem.get()));
        }
        Optional<Condition> network = node.condition("NetworkUnavailable").filter(Condition::isTrue);
        if (network.isPresent()) {
            return progressing(words(network.get()));
        }
        return node.isTrue("spec", "unschedulable") ? suspended("it is cordoned") : ObjectHealth.HEALTHY;
    }

    /** A node that has never been ready is starting; one that was ready before has failed. */
    private static ObjectHealth unready(ObjectFacts node, Condition ready) {
        boolean neverReported = ready.reason().equals("NodeStatusNeverUpdated");
        boolean initializing = node.maps("spec", "taints").stream()
                .anyMatch(taint -> "node.cloudprovider.kubernetes.io/uninitialized".equals(taint.get("key")));
        String message = "it is not ready: " + ready.reasonAndMessage();
        return neverReported || initializing || hasNeverBeenReady(node, ready)
                ? progressing(message)
                : degraded(message);
    }

    private static boolean hasNeverBeenReady(ObjectFacts node, Condition ready) {
        Optional<Instant> since = time(ready.time());
        Optional<Instant> created =
                time(Objects.toString(node.object().getMetadata().getCreationTimestamp(), ""));
        return since.isPresent()
                && created.isPresent()
                && since.get().minus(START).isBefore(created.get());
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String words(Condition condition) {
        return condition.message().isBlank() ? condition.type() : condition.type() + ": " + condition.message();
    }

    /** Returns the health of a Namespace. */
    static ObjectHealth namespace(ObjectFacts namespace) {
        if (!namespace.text("status", "phase").equals("Terminating")) {
            return ObjectHealth.HEALTHY;
        }
        return progressing("it is being deleted"
                + Condition.in(namespace.at("status", "conditions")).stream()
                        .filter(condition ->
                                condition.isTrue() && !condition.message().isBlank())
                        .findFirst()
                        .map(condition -> ": " + condition.message())
                        .orElse(""));
    }

    /** Returns the health of a ComponentStatus, whose conditions are no part of a status. */
    static ObjectHealth component(ObjectFacts component) {
        return Condition.in(component.at("conditions")).stream()
                .filter(condition -> condition.type().equals("Healthy") && !condition.isTrue())
                .findFirst()
                .map(condition ->
                        condition.isFalse() ? degraded(condition.message()) : progressing(condition.message()))
                .orElse(ObjectHealth.HEALTHY);
    }
}
