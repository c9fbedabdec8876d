package dev.millrace.sync.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Health;
import dev.millrace.sync.health.object.ObjectHealth;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "apps/v1 Deployment|spec: {replicas: 2}|Progressing|its controller has not seen it yet",
                "apps/v1 Deployment|spec: {replicas: 2}, status: {observedGeneration: 1, updatedReplicas: 2, replicas: 2, availableReplicas: 2}|Progressing|its controller has not seen the newest change yet",
                "apps/v1 Deployment|spec: {replicas: 2}, status: {observedGeneration: 2, updatedReplicas: 1, replicas: 3, availableReplicas: 2}|Progressing|1 of 2 replicas are updated",
                "apps/v1 Deployment|spec: {replicas: 2}, status: {observedGeneration: 2, updatedReplicas: 2, replicas: 3, availableReplicas: 3}|Progressing|1 old replicas are still there",
                "apps/v1 Deployment|spec: {replicas: 2}, status: {observedGeneration: 2, updatedReplicas: 2, replicas: 2, availableReplicas: 1}|Progressing|1 of 2 replicas are available",
                "apps/v1 Deployment|spec: {replicas: 2}, status: {observedGeneration: 2, updatedReplicas: 2, replicas: 2, availableReplicas: 2}|Healthy|",
                "apps/v1 Deployment|spec: {replicas: 0}, status: {observedGeneration: 2}|Healthy|",
                "apps/v1 Deployment|spec: {paused: true}, status: {observedGeneration: 2}|Suspended|it is paused",
                "apps/v1 Deployment|spec: {}, status: {observedGeneration: 2, conditions: [{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded, message: too slow}]}|Degraded|its rollout made no progress in time: too slow",
                "apps/v1 StatefulSet|spec: {replicas: 2}, status: {observedGeneration: 2, readyReplicas: 1, replicas: 2}|Progressing|1 of 2 replicas are ready",
                "apps/v1 StatefulSet|spec: {replicas: 2}, status: {observedGeneration: 2, readyReplicas: 2, replicas: 2, updatedReplicas: 1, currentRevision: a, updateRevision: b}|Progressing|1 of 2 replicas are updated",
                "apps/v1 StatefulSet|spec: {replicas: 2, updateStrategy: {rollingUpdate: {partition: 1}}}, status: {observedGeneration: 2, readyReplicas: 2, replicas: 2, updatedReplicas: 1, currentRevision: a, updateRevision: b}|Healthy|",
                "apps/v1 StatefulSet|spec: {replicas: 2, updateStrategy: {type: OnDelete}}, status: {observedGeneration: 2, readyReplicas: 2, replicas: 2, updatedReplicas: 0, currentRevision: a, updateRevision: b}|Healthy|",
                "apps/v1 DaemonSet|status: {observedGeneration: 2, desiredNumberScheduled: 3, updatedNumberScheduled: 2, numberAvailable: 3}|Progressing|2 of 3 pods are updated",
                "apps/v1 DaemonSet|status: {observedGeneration: 2, desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 2}|Progressing|2 of 3 pods are available",
                "apps/v1 DaemonSet|status: {observedGeneration: 2, desiredNumberScheduled: 0}|Healthy|",
                "apps/v1 ReplicaSet|spec: {replicas: 2}, status: {observedGeneration: 2, availableReplicas: 1, replicas: 2}|Progressing|1 of 2 replicas are available",
                "apps/v1 ReplicaSet|spec: {replicas: 2}, status: {observedGeneration: 2, availableReplicas: 2, replicas: 2}|Healthy|",
                "batch/v1 Job|spec: {completions: 2}, status: {succeeded: 1}|Progressing|1 of 2 completions",
                "batch/v1 Job|spec: {suspend: true}|Suspended|it is suspended",
                "batch/v1 Job|status: {conditions: [{type: Complete, status: 'True'}]}|Healthy|",
                "batch/v1 Job|status: {conditions: [{type: Failed, status: 'True', reason: BackoffLimitExceeded, message: no more}]}|Degraded|it failed: BackoffLimitExceeded: no more",
                "v1 Pod|status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}|Healthy|",
                "v1 Pod|status: {phase: Running, conditions: [{type: Ready, status: 'False'}]}|Progressing|it is not ready yet",
                "v1 Pod|status: {phase: Running, containerStatuses: [{name: a, state: {waiting: {reason: CrashLoopBackOff, message: again}}}]}|Degraded|container a: CrashLoopBackOff: again",
                "v1 Pod|status: {phase: Pending, containerStatuses: [{name: a, state: {waiting: {reason: ImagePullBackOff}}}]}|Degraded|container a: ImagePullBackOff",
                "v1 Pod|status: {phase: Pending, conditions: [{type: PodScheduled, status: 'False', message: 0/1 nodes}]}|Progressing|no node can take it: 0/1 nodes",
                "v1 Pod|status: {phase: Failed, reason: Evicted, message: no memory}|Degraded|it failed: Evicted: no memory",
                "v1 Pod|status: {phase: Succeeded}|Healthy|",
                "v1 PersistentVolumeClaim|status: {phase: Bound}|Healthy|",
                "v1 PersistentVolumeClaim|status: {phase: Pending}|Progressing|it is not bound to a volume yet",
                "v1 PersistentVolumeClaim|status: {phase: Lost}|Degraded|its volume is lost",
                "v1 Service|spec: {type: ClusterIP}|Healthy|",
                "v1 Service|spec: {type: LoadBalancer}|Progressing|its load balancer has no address yet",
                "v1 Service|spec: {type: LoadBalancer}, status: {loadBalancer: {ingress: [{ip: 10.0.0.1}]}}|Healthy|",
                "apiextensions.k8s.io/v1 CustomResourceDefinition|status: {conditions: [{type: Established, status: 'True'}]}|Healthy|",
                "apiextensions.k8s.io/v1 CustomResourceDefinition|status: {}|Progressing|it is not established yet",
                "x.io/v1 Thing|status: {conditions: [{type: Ready, status: 'False', reason: Waiting, message: for it}]}|Progressing|Waiting: for it",
                "x.io/v1 Thing|status: {conditions: [{type: Ready, status: 'True'}]}|Healthy|",
                "x.io/v1 Thing|status: {conditions: [{type: Stalled, status: 'True', reason: Broken, message: beyond repair}]}|Degraded|Broken: beyond repair",
                "x.io/v1 Thing|status: {conditions: [{type: Reconciling, status: 'True', reason: Busy}]}|Progressing|Busy",
                "autoscaling/v2 HorizontalPodAutoscaler|spec: {}|Progressing|its controller has not written a status yet",
                "autoscaling/v2 HorizontalPodAutoscaler|status: {conditions: [{type: ScalingActive, status: 'False', reason: FailedGetResourceMetric, message: no metrics}]}|Progressing|FailedGetResourceMetric: no metrics",
                "autoscaling/v2 HorizontalPodAutoscaler|status: {conditions: [{type: ScalingActive, status: 'False', reason: InvalidSelector, message: bad}]}|Degraded|InvalidSelector: bad",
                "autoscaling/v2 HorizontalPodAutoscaler|status: {conditions: [{type: ScalingActive, status: 'False', reason: ScalingDisabled, message: replicas are zero}]}|Suspended|ScalingDisabled: replicas are zero",
                "policy/v1 PodDisruptionBudget|status: {observedGeneration: 2, currentHealthy: 1, desiredHealthy: 2}|Progressing|1 of 2 pods that must be healthy are",
                "policy/v1 PodDisruptionBudget|status: {observedGeneration: 2, currentHealthy: 2, desiredHealthy: 2}|Healthy|",
                "policy/v1 PodDisruptionBudget|status: {conditions: [{type: DisruptionAllowed, status: 'False', reason: SyncFailed, message: several controllers}]}|Degraded|SyncFailed: several controllers",
                "apiregistration.k8s.io/v1 APIService|status: {conditions: [{type: Available, status: 'False', reason: MissingEndpoints, message: none}]}|Progressing|MissingEndpoints: none",
                "apiregistration.k8s.io/v1 APIService|status: {conditions: [{type: Available, status: 'True'}]}|Healthy|",
                "networking.k8s.io/v1 Ingress|spec: {}|Healthy|",
                "v1 Namespace|status: {phase: Active}|Healthy|",
                "v1 Namespace|status: {phase: Terminating}|Progressing|it is being deleted",
                "apps/v1 DaemonSet|spec: {updateStrategy: {type: OnDelete}}, status: {observedGeneration: 2, desiredNumberScheduled: 3, updatedNumberScheduled: 0, numberAvailable: 3}|Healthy|",
                "apps/v1 Deployment|spec: {replicas: 1}, status: {observedGeneration: 2, conditions: [{type: ReplicaFailure, status: 'True', message: quota}]}|Progressing|0 of 1 replicas are updated; quota",
                "v1 Pod|status: {phase: Pending, initContainerStatuses: [{name: first, state: {waiting: {reason: ErrImagePull}}}]}|Degraded|container first: ErrImagePull",
                "v1 Pod|status: {phase: Running, containerStatuses: [{name: a, state: {terminated: {exitCode: 3}}}]}|Progressing|container a ended with exit code 3 and is restarted",
                "batch/v1 CronJob|spec: {}|Healthy|",
                "apiextensions.k8s.io/v1 CustomResourceDefinition|status: {conditions: [{type: NamesAccepted, status: 'False', reason: Conflict, message: taken}]}|Degraded|its names are taken: Conflict: taken",
                "batch/v1 CronJob|spec: {suspend: true}|Suspended|it is suspended",
                "v1 ConfigMap|data: {a: b}|Healthy|",
            })
    void judgesTheObjectAlone(String kind, String rest, Health health, String message) {
        String[] named = kind.split(" ");
        GenericKubernetesResource object = Serialization.unmarshal(
                "apiVersion: %s\nkind: %s\nmetadata: {name: x, generation: 2}\n%s\n"
                        .formatted(named[0], named[1], rest.replace("}, status:", "}\nstatus:")),
                GenericKubernetesResource.class);

        ObjectHealth actual = Observed.judge(object);

        assertThat(actual).isEqualTo(new ObjectHealth(health, message == null ? "" : message));
    }
}
