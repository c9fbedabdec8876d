package dev.millrace.sync.health;

import static dev.millrace.events.Health.Degraded;
import static dev.millrace.events.Health.Healthy;
import static dev.millrace.events.Health.Progressing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Health;
import dev.millrace.sync.health.builtin.Pods;
import dev.millrace.sync.health.object.HealthProblem;
import dev.millrace.sync.health.object.ObjectFacts;
import dev.millrace.sync.health.object.ObjectHealth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodHealthTest {
    private static final String READY = "conditions: [{type: Ready, status: 'True'}]";
    private static final String UNSCHEDULABLE =
            "conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: 0/3 nodes are available}]";

    static final List<Arguments> PODS = List.of(
            row("no status yet", "", Progressing, "it has not started yet"),
            row("pending", "{phase: Pending}", Progressing, "it has not started yet"),
            row(
                    "pending with a node",
                    pending("conditions: [{type: PodScheduled, status: 'True'}]"),
                    Progressing,
                    "it has not started yet"),
            row("without a node", pending(UNSCHEDULABLE), Progressing, "no node can take it: 0/3 nodes are available"),
            row(
                    "its container is created",
                    pending(waiting("a", "ContainerCreating", "")),
                    Progressing,
                    "it has not started yet"),
            row("its init container runs", pending(init("{running: {}}")), Progressing, "it has not started yet"),
            row(
                    "its init container ended well",
                    pending(init("{terminated: {exitCode: 0}}")),
                    Progressing,
                    "it has not started yet"),
            row(
                    "its init container failed",
                    pending(init("{terminated: {exitCode: 137}}")),
                    Progressing,
                    "container first ended with exit code 137 and is restarted"),
            row("running, not ready", "{phase: Running}", Progressing, "it is not ready yet"),
            row("running and ready", running(READY), Healthy, ""),
            row(
                    "ready, though its readiness is unknown",
                    running("conditions: [{type: Ready, status: Unknown}]"),
                    Progressing,
                    "it is not ready yet"),
            row(
                    "one of two containers crashes",
                    running(READY + ", containerStatuses: [{name: a, state: {running: {}}},"
                            + " {name: b, state: {waiting: {reason: CrashLoopBackOff, message: back-off 5m}}}]"),
                    Degraded,
                    "container b: CrashLoopBackOff: back-off 5m"),
            row(
                    "a container ended well",
                    running(READY + ", containerStatuses: [{name: a, state: {terminated: {exitCode: 0}}}]"),
                    Healthy,
                    ""),
            row("succeeded", "{phase: Succeeded}", Healthy, ""),
            row("failed without a reason", "{phase: Failed}", Degraded, "it failed"),
            row("failed with a reason", "{phase: Failed, reason: Evicted}", Degraded, "it failed: Evicted"),
            row("failed with a message", "{phase: Failed, message: no memory}", Degraded, "it failed: no memory"),
            row(
                    "failed with its container",
                    "{phase: Failed, containerStatuses: [{name: a, state: {terminated: {exitCode: 2}}}]}",
                    Degraded,
                    "it failed: container a ended with exit code 2"),
            row(
                    "failed with a reason and its container",
                    "{phase: Failed, reason: DeadlineExceeded,"
                            + " containerStatuses: [{name: a, state: {terminated: {exitCode: 143}}}]}",
                    Degraded,
                    "it failed: DeadlineExceeded"),
            row("its node is unreachable", "{phase: Unknown}", Progressing, "its node does not report its state"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("PODS")
    void aPodIsHealthyWhenItIsReadyOrHasSucceeded(String situation, String status, Health health, String message) {
        assertThat(Observed.judge(Observed.object("v1 Pod", "", status))).isEqualTo(new ObjectHealth(health, message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CrashLoopBackOff",
                "ImagePullBackOff",
                "ErrImagePull",
                "ErrImageNeverPull",
                "InvalidImageName",
                "CreateContainerConfigError",
                "CreateContainerError",
                "RunContainerError"
            })
    void aContainerThatCanNotStartIsAFailureOfThePodItself(String reason) {
        ObjectFacts pod = new ObjectFacts(Observed.object("v1 Pod", "", pending(waiting("a", reason, "no"))));

        assertThat(Pods.cause(pod)).isEqualTo(problem(HealthProblem.Kind.OWN, "container a: " + reason + ": no"));
    }

    @Test
    void aMissingNodeIsNoFailureOfThePod() {
        ObjectFacts pod = new ObjectFacts(Observed.object("v1 Pod", "", pending(UNSCHEDULABLE)));

        assertThat(Pods.cause(pod))
                .isEqualTo(problem(HealthProblem.Kind.UNSCHEDULABLE, "no node can take it: 0/3 nodes are available"));
    }

    @Test
    void aFailureOfAnInitContainerComesFirst() {
        ObjectFacts pod = new ObjectFacts(Observed.object(
                "v1 Pod",
                "",
                "{initContainerStatuses: [{name: first, state: {waiting: {reason: ErrImagePull}}}], "
                        + waiting("a", "CrashLoopBackOff", "") + "}"));

        assertThat(Pods.cause(pod)).isEqualTo(problem(HealthProblem.Kind.OWN, "container first: ErrImagePull"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{phase: Running, conditions: [{type: Ready, status: 'False'}]}",
                "{containerStatuses: [{name: a, state: {waiting: {reason: PodInitializing}}}]}",
                "{containerStatuses: [{name: a}]}",
                "{containerStatuses: [text, 1, null]}",
                "{containerStatuses: {name: a}}",
                "{containerStatuses: [{name: a, state: {terminated: {exitCode: '1'}}}]}"
            })
    void otherwiseNoCauseIsKnown(String status) {
        assertThat(Pods.cause(new ObjectFacts(Observed.object("v1 Pod", "", status))))
                .isEmpty();
    }

    private static Arguments row(Object... cells) {
        return Arguments.of(cells);
    }

    private static String pending(String fields) {
        return "{phase: Pending, " + fields + "}";
    }

    private static String running(String fields) {
        return "{phase: Running, " + fields + "}";
    }

    private static String waiting(String name, String reason, String message) {
        return "containerStatuses: [{name: %s, state: {waiting: {reason: %s, message: '%s'}}}]"
                .formatted(name, reason, message);
    }

    private static String init(String state) {
        return "initContainerStatuses: [{name: first, state: " + state + "}]";
    }

    private static Optional<HealthProblem> problem(HealthProblem.Kind kind, String message) {
        return Optional.of(new HealthProblem(kind, message));
    }
}
