package dev.millrace.sync.health;

import static dev.millrace.events.Health.Degraded;
import static dev.millrace.events.Health.Healthy;
import static dev.millrace.events.Health.Progressing;
import static dev.millrace.events.Health.Suspended;
import static dev.millrace.sync.health.Observed.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Health;
import dev.millrace.sync.health.object.ObjectHealth;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kinds of Kubernetes that run no Pods, and custom resources without a rule. */
class KindHealthTest {
    private static final String SERVICE = "v1 Service";
    private static final String SCALER = "autoscaling/v2 HorizontalPodAutoscaler";
    private static final String BUDGET = "policy/v1 PodDisruptionBudget";
    private static final String API_SERVICE = "apiregistration.k8s.io/v1 APIService";
    private static final String DEFINITION = "apiextensions.k8s.io/v1 CustomResourceDefinition";
    private static final String NO_ADDRESS = "its load balancer has no address yet";
    private static final String NOT_ESTABLISHED = "it is not established yet";

    static final List<Arguments> KINDS = List.of(
            row(SERVICE, "", "", Healthy, ""),
            row(SERVICE, "{type: NodePort}", "", Healthy, ""),
            row(SERVICE, "{type: ExternalName}", "", Healthy, ""),
            row(SERVICE, "{type: LoadBalancer}", "", Progressing, NO_ADDRESS),
            row(SERVICE, "{type: LoadBalancer}", "{loadBalancer: {}}", Progressing, NO_ADDRESS),
            row(SERVICE, "{type: LoadBalancer}", "{loadBalancer: {ingress: []}}", Progressing, NO_ADDRESS),
            row(SERVICE, "{type: LoadBalancer}", "{loadBalancer: {ingress: [{hostname: a}]}}", Healthy, ""),
            row("serving.example.com/v1 Service", "{type: LoadBalancer}", "", Healthy, ""),
            row(SCALER, "", "", Progressing, "its controller has not written a status yet"),
            row(SCALER, "", condition("ScalingActive", "True", "ValidMetricFound", ""), Healthy, ""),
            row(SCALER, "", condition("ScalingActive", "Unknown", "InvalidSelector", ""), Healthy, ""),
            row(SCALER, "", condition("ScalingActive", "False", "", ""), Progressing, ""),
            row(
                    SCALER,
                    "",
                    condition("ScalingActive", "False", "AmbiguousSelector", ""),
                    Degraded,
                    "AmbiguousSelector"),
            row(
                    SCALER,
                    "",
                    condition("ScalingActive", "False", "InvalidMetricSourceType", "no such type"),
                    Degraded,
                    "InvalidMetricSourceType: no such type"),
            row(
                    SCALER,
                    "",
                    condition("AbleToScale", "False", "FailedGetScale", "no target"),
                    Degraded,
                    "FailedGetScale: no target"),
            row(SCALER, "", condition("AbleToScale", "True", "SucceededGetScale", ""), Healthy, ""),
            row(BUDGET, "", "", Progressing, "its controller has not seen it yet"),
            row(BUDGET, "", "{currentHealthy: 3, desiredHealthy: 2}", Healthy, ""),
            row(BUDGET, "", "{desiredHealthy: 1}", Progressing, "0 of 1 pods that must be healthy are"),
            row(BUDGET, "", condition("DisruptionAllowed", "False", "InsufficientPods", ""), Healthy, ""),
            row(BUDGET, "", condition("DisruptionAllowed", "True", "SyncFailed", ""), Healthy, ""),
            row(API_SERVICE, "", "", Progressing, "its availability is not known yet"),
            row(API_SERVICE, "", condition("Available", "Unknown", "", "asked"), Progressing, "asked"),
            row(DEFINITION, "", condition("Established", "False", "Installing", ""), Progressing, NOT_ESTABLISHED),
            row(DEFINITION, "", condition("NamesAccepted", "True", "", ""), Progressing, NOT_ESTABLISHED),
            row(
                    DEFINITION,
                    "",
                    "{conditions: [{type: Established, status: 'True'},"
                            + " {type: NamesAccepted, status: 'False', reason: ListKindConflict}]}",
                    Degraded,
                    "its names are taken: ListKindConflict"),
            row("v1 Namespace", "", "", Healthy, ""),
            row("batch/v1 CronJob", "{suspend: true}", "{active: [{name: a}]}", Suspended, "it is suspended"),
            row("batch/v1 CronJob", "{suspend: 'true'}", "", Healthy, ""),
            row("v1 ConfigMap", "", "", Healthy, ""));

    @ParameterizedTest(name = "{0} {1} {2}")
    @FieldSource("KINDS")
    void aKindIsHealthyByItsOwnRule(String kind, String spec, String status, Health health, String message) {
        assertThat(Observed.judge(Observed.object(kind, spec, status))).isEqualTo(new ObjectHealth(health, message));
    }

    static final List<Arguments> CUSTOM_RESOURCES = List.of(
            row("no status", "", Healthy, ""),
            row("an empty status", "{}", Healthy, ""),
            row("not synced", condition("Synced", "False", "Failed", "no"), Degraded, "Failed: no"),
            row("conditions that are none", "{conditions: text}", Healthy, ""),
            row("conditions in a list of texts", "{conditions: [Ready, 1]}", Healthy, ""),
            row("ready", condition("Ready", "True", "Done", "all is there"), Healthy, ""),
            row("not ready", condition("Ready", "False", "Waiting", ""), Progressing, "Waiting"),
            row("not known to be ready", condition("Ready", "Unknown", "", "no answer"), Progressing, "no answer"),
            row("ready in other letters", condition("Ready", "true", "", ""), Healthy, ""),
            row("ready without a status", "{conditions: [{type: Ready, reason: New}]}", Progressing, "New"),
            row("no longer stalled", condition("Stalled", "False", "Broken", ""), Healthy, ""),
            row("no longer reconciling", condition("Reconciling", "False", "Busy", ""), Healthy, ""),
            row(
                    "stalled and reconciling",
                    "{conditions: [{type: Reconciling, status: 'True', reason: Busy},"
                            + " {type: Stalled, status: 'True', reason: Broken}]}",
                    Degraded,
                    "Broken"),
            row(
                    "reconciling and still ready",
                    "{conditions: [{type: Ready, status: 'True'},"
                            + " {type: Reconciling, status: 'True', message: a new version}]}",
                    Progressing,
                    "a new version"),
            row(
                    "the same type twice",
                    "{conditions: [{type: Ready, status: 'False', reason: First}, {type: Ready, status: 'True'}]}",
                    Progressing,
                    "First"),
            row(
                    "ready for an older generation",
                    "{observedGeneration: 1, conditions: [{type: Ready, status: 'True'}]}",
                    Progressing,
                    "its controller has not seen the newest change yet"),
            row(
                    "stalled for an older generation",
                    "{observedGeneration: 1, conditions: [{type: Stalled, status: 'True'}]}",
                    Progressing,
                    "its controller has not seen the newest change yet"),
            row("ready for this generation", "{observedGeneration: 2}", Healthy, ""),
            row("a generation beyond", "{observedGeneration: 3}", Healthy, ""),
            row(
                    "an older generation as text",
                    "{observedGeneration: '1'}",
                    Progressing,
                    "its controller has not seen the newest change yet"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CUSTOM_RESOURCES")
    void aCustomResourceIsHealthyByTheConditionsOfKstatus(
            String situation, String status, Health health, String message) {
        assertThat(Observed.judge(Observed.object("x.example/v1 Thing", "", status)))
                .isEqualTo(new ObjectHealth(health, message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apps/v1 Deployment",
                "batch/v1 Job",
                "v1 Pod",
                "v1 Namespace",
                "v1 ConfigMap",
                "x.example/v1 Thing"
            })
    void anObjectThatIsBeingDeletedIsInProgressWhateverItsStatus(String kind) {
        GenericKubernetesResource object = Observed.object(
                kind,
                "{paused: true}",
                "{phase: Succeeded, conditions: [{type: Complete, status: 'True'}, {type: Stalled, status: 'True'}]}");
        object.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");

        assertThat(Observed.judge(object)).isEqualTo(new ObjectHealth(Progressing, "it is being deleted"));
    }

    @Test
    void anObjectWithoutAGenerationIsNeverBehind() {
        GenericKubernetesResource object =
                Observed.object("x.example/v1 Thing", "", "{observedGeneration: 0, conditions: []}");
        object.getMetadata().setGeneration(null);

        assertThat(Observed.judge(object)).isEqualTo(ObjectHealth.HEALTHY);
    }

    private static Arguments row(Object... cells) {
        return Arguments.of(cells);
    }
}
