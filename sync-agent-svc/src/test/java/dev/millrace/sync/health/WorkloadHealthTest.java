package dev.millrace.sync.health;

import static dev.millrace.events.Health.Degraded;
import static dev.millrace.events.Health.Healthy;
import static dev.millrace.events.Health.Progressing;
import static dev.millrace.events.Health.Suspended;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Health;
import dev.millrace.sync.health.object.ObjectHealth;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The kinds that run Pods, in the states that their controllers write one after the other. */
class WorkloadHealthTest {
    private static final String NOT_SEEN = "its controller has not seen it yet";
    private static final String BEHIND = "its controller has not seen the newest change yet";

    static final List<Arguments> DEPLOYMENTS = List.of(
            row("just created", "{replicas: 2}", "", Progressing, NOT_SEEN),
            row("an empty status", "{replicas: 2}", "{}", Progressing, NOT_SEEN),
            row("nothing done yet", "{replicas: 2}", seen(""), Progressing, "0 of 2 replicas are updated"),
            row("one replica by default", "{}", seen(""), Progressing, "0 of 1 replicas are updated"),
            row("changed again meanwhile", "{replicas: 1}", "{observedGeneration: 1}", Progressing, BEHIND),
            row("a surge", "{replicas: 2}", seen("updatedReplicas: 2, replicas: 4"), Progressing, old(2)),
            row("half available", "{replicas: 2}", rolled(2, 2, 1), Progressing, "1 of 2 replicas are available"),
            row("complete", "{replicas: 2}", rolled(2, 2, 2), Healthy, ""),
            row("scaled down, not done", "{replicas: 1}", rolled(2, 2, 2), Progressing, many(1)),
            row("scaled to nothing, Pods left", "{replicas: 0}", seen("replicas: 2"), Progressing, old(2)),
            row("scaled to nothing", "{replicas: 0}", seen(""), Healthy, ""),
            row("paused before it was seen", "{paused: true}", "", Suspended, "it is paused"),
            row("paused in a rollout", "{paused: true, replicas: 2}", rolled(1, 3, 2), Suspended, "it is paused"),
            row("not paused", "{paused: false, replicas: 0}", seen(""), Healthy, ""),
            row(
                    "no progress, though old replicas run",
                    "{replicas: 1}",
                    seen("updatedReplicas: 1, replicas: 2, availableReplicas: 1, "
                            + condition("Progressing", "False", "ProgressDeadlineExceeded", "timed out")),
                    Degraded,
                    "its rollout made no progress in time: timed out"),
            row(
                    "progress",
                    "{replicas: 1}",
                    seen("updatedReplicas: 1, replicas: 1, "
                            + condition("Progressing", "True", "ReplicaSetUpdated", "goes on")),
                    Progressing,
                    "0 of 1 replicas are available"),
            row(
                    "a failure of the version before",
                    "{replicas: 1}",
                    "{observedGeneration: 1, "
                            + condition("Progressing", "False", "ProgressDeadlineExceeded", "timed out") + "}",
                    Progressing,
                    BEHIND),
            row(
                    "Pods that are refused by a quota",
                    "{replicas: 2}",
                    seen("updatedReplicas: 2, replicas: 2, availableReplicas: 1, "
                            + condition("ReplicaFailure", "True", "FailedCreate", "exceeded quota")),
                    Progressing,
                    "1 of 2 replicas are available; exceeded quota"),
            row(
                    "a refusal that has ended",
                    "{replicas: 2}",
                    seen("updatedReplicas: 1, replicas: 1, "
                            + condition("ReplicaFailure", "False", "FailedCreate", "exceeded quota")),
                    Progressing,
                    "1 of 2 replicas are updated"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("DEPLOYMENTS")
    void aDeploymentIsHealthyWhenItsRolloutIsComplete(
            String situation, String spec, String status, Health health, String message) {
        verify("apps/v1 Deployment", spec, status, health, message);
    }

    static final List<Arguments> STATEFUL_SETS = List.of(
            row("just created", "{replicas: 3}", "", Progressing, NOT_SEEN),
            row("the first Pod starts", "{replicas: 3}", seen("replicas: 1"), Progressing, ready(0, 3)),
            row("one replica by default", "{}", seen(""), Progressing, ready(0, 1)),
            row("two of three", "{replicas: 3}", seen("replicas: 3, readyReplicas: 2"), Progressing, ready(2, 3)),
            row("scaled down, not done", "{replicas: 1}", seen("replicas: 3, readyReplicas: 3"), Progressing, many(2)),
            row("scaled to nothing", "{replicas: 0}", seen("replicas: 0"), Healthy, ""),
            row("complete", "{replicas: 3}", revisions(3, 3, "b", "b"), Healthy, ""),
            row("an update begins", "{replicas: 3}", revisions(3, 0, "a", "b"), Progressing, updated(0, 3)),
            row("an update goes on", "{replicas: 3}", revisions(3, 2, "a", "b"), Progressing, updated(2, 3)),
            row("one revision only", "{replicas: 3}", revisions(3, 0, "b", "b"), Healthy, ""),
            row("a partition, not reached", partition(3, 1), revisions(3, 1, "a", "b"), Progressing, updated(1, 2)),
            row("a partition, reached", partition(3, 1), revisions(3, 2, "a", "b"), Healthy, ""),
            row("a partition of all", partition(3, 3), revisions(3, 0, "a", "b"), Healthy, ""),
            row("a partition beyond all", partition(3, 9), revisions(3, 0, "a", "b"), Healthy, ""),
            row("updated by hand, not ready", onDelete(3), revisions(2, 0, "a", "b"), Progressing, ready(2, 3)),
            row("updated by hand, too many", onDelete(1), revisions(3, 0, "a", "b"), Progressing, many(2)));

    @ParameterizedTest(name = "{0}")
    @FieldSource("STATEFUL_SETS")
    void aStatefulSetIsHealthyWhenItsUpdateHasReachedItsPartition(
            String situation, String spec, String status, Health health, String message) {
        verify("apps/v1 StatefulSet", spec, status, health, message);
    }

    static final List<Arguments> SETS = List.of(
            row("apps/v1 DaemonSet", "{}", "", Progressing, NOT_SEEN),
            row("apps/v1 DaemonSet", "{}", "{observedGeneration: 1}", Progressing, BEHIND),
            row("apps/v1 DaemonSet", "{}", nodes(3, 1, 3), Progressing, "1 of 3 pods are updated"),
            row("apps/v1 DaemonSet", "{}", nodes(3, 3, 0), Progressing, "0 of 3 pods are available"),
            row("apps/v1 DaemonSet", "{}", nodes(3, 3, 3), Healthy, ""),
            row("apps/v1 DaemonSet", "{}", nodes(0, 0, 0), Healthy, ""),
            row("apps/v1 DaemonSet", onDelete(1), nodes(3, 0, 2), Progressing, "2 of 3 pods are available"),
            row("apps/v1 ReplicaSet", "{replicas: 2}", "", Progressing, NOT_SEEN),
            row("apps/v1 ReplicaSet", "{}", seen("replicas: 1"), Progressing, "0 of 1 replicas are available"),
            row("apps/v1 ReplicaSet", "{replicas: 1}", seen("replicas: 3, availableReplicas: 3"), Progressing, many(2)),
            row("apps/v1 ReplicaSet", "{replicas: 0}", seen("replicas: 0"), Healthy, ""),
            row(
                    "apps/v1 ReplicaSet",
                    "{replicas: 1}",
                    seen(condition("ReplicaFailure", "True", "FailedCreate", "forbidden")),
                    Degraded,
                    "0 of 1 replicas are available; forbidden"));

    @ParameterizedTest(name = "{0} {1} {2}")
    @FieldSource("SETS")
    void aSetIsHealthyWhenAllOfItsPodsAreAvailable(
            String kind, String spec, String status, Health health, String message) {
        verify(kind, spec, status, health, message);
    }

    static final List<Arguments> JOBS = List.of(
            row("just created", "{}", "", Progressing, "0 of 1 completions"),
            row("runs", "{completions: 5}", "{active: 2, succeeded: 3}", Progressing, "3 of 5 completions"),
            row("suspended", "{suspend: true}", "{succeeded: 1}", Suspended, "it is suspended"),
            row("not suspended", "{suspend: false}", "{}", Progressing, "0 of 1 completions"),
            row("complete", "{}", "{" + condition("Complete", "True", "", "") + "}", Healthy, ""),
            row("complete, then suspended", "{suspend: true}", jobEnd("Complete", "True"), Healthy, ""),
            row("not complete", "{completions: 2}", jobEnd("Complete", "False"), Progressing, "0 of 2 completions"),
            row("failed", "{}", jobEnd("Failed", "True"), Degraded, "it failed: Reason: text"),
            row(
                    "failed, then suspended",
                    "{suspend: true}",
                    jobEnd("Failed", "True"),
                    Degraded,
                    "it failed: Reason: text"),
            row("not failed", "{}", jobEnd("Failed", "False"), Progressing, "0 of 1 completions"),
            row("about to fail", "{}", jobEnd("FailureTarget", "True"), Degraded, "it is failing: Reason: text"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("JOBS")
    void aJobIsHealthyWhenItIsComplete(String situation, String spec, String status, Health health, String message) {
        verify("batch/v1 Job", spec, status, health, message);
    }

    private static void verify(String kind, String spec, String status, Health health, String message) {
        assertThat(Observed.judge(Observed.object(kind, spec, status))).isEqualTo(new ObjectHealth(health, message));
    }

    private static Arguments row(Object... cells) {
        return Arguments.of(cells);
    }

    private static String seen(String fields) {
        return "{observedGeneration: 2" + (fields.isEmpty() ? "" : ", " + fields) + "}";
    }

    private static String rolled(int updated, int all, int available) {
        return seen("updatedReplicas: %d, replicas: %d, availableReplicas: %d".formatted(updated, all, available));
    }

    private static String revisions(int ready, int updated, String current, String update) {
        return seen("replicas: 3, readyReplicas: %d, updatedReplicas: %d, currentRevision: %s, updateRevision: %s"
                .formatted(ready, updated, current, update));
    }

    private static String nodes(int desired, int updated, int available) {
        return seen("desiredNumberScheduled: %d, updatedNumberScheduled: %d, numberAvailable: %d"
                .formatted(desired, updated, available));
    }

    private static String partition(int replicas, int partition) {
        return "{replicas: %d, updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: %d}}}"
                .formatted(replicas, partition);
    }

    private static String onDelete(int replicas) {
        return "{replicas: %d, updateStrategy: {type: OnDelete}}".formatted(replicas);
    }

    private static String condition(String type, String status, String reason, String message) {
        return "conditions: [{type: %s, status: '%s', reason: '%s', message: '%s'}]"
                .formatted(type, status, reason, message);
    }

    private static String jobEnd(String type, String status) {
        return "{" + condition(type, status, "Reason", "text") + "}";
    }

    private static String old(int replicas) {
        return replicas + " old replicas are still there";
    }

    private static String many(int replicas) {
        return replicas + " replicas too many are still there";
    }

    private static String ready(int ready, int desired) {
        return ready + " of " + desired + " replicas are ready";
    }

    private static String updated(int updated, int desired) {
        return updated + " of " + desired + " replicas are updated";
    }
}
