package dev.millrace.sync.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.Health;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindRulesTest {
    private static final KindRules SHIPPED = KindRules.shipped();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "cert-manager.io/v1 Certificate|status: {conditions: [{type: Ready, status: 'True'}]}|Healthy|",
                "cert-manager.io/v1 Certificate|status: {conditions: [{type: Ready, status: 'False', reason: DoesNotExist, message: no secret yet}]}|Progressing|DoesNotExist: no secret yet",
                "cert-manager.io/v1 Certificate|status: {conditions: [{type: Ready, status: 'False', reason: Pending}, {type: Issuing, status: 'False', reason: Failed, message: refused}]}|Degraded|Pending",
                "cert-manager.io/v1 Issuer|status: {conditions: [{type: Ready, status: 'False', reason: ErrRegisterACMEAccount, message: no}]}|Degraded|ErrRegisterACMEAccount: no",
                "argoproj.io/v1alpha1 Rollout|status: {phase: Healthy, observedGeneration: '2'}|Healthy|",
                "argoproj.io/v1alpha1 Rollout|status: {phase: Healthy, observedGeneration: '1'}|Progressing|its phase is Healthy",
                "argoproj.io/v1alpha1 Rollout|status: {phase: Paused}|Suspended|it is suspended",
                "argoproj.io/v1alpha1 Rollout|status: {phase: Degraded, conditions: [{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded, message: too slow}]}|Degraded|ProgressDeadlineExceeded: too slow",
                "keda.sh/v1alpha1 ScaledObject|status: {conditions: [{type: Ready, status: 'False', reason: ScaledObjectCheckFailed, message: no target}]}|Degraded|ScaledObjectCheckFailed: no target",
                "keda.sh/v1alpha1 ScaledObject|status: {conditions: [{type: Ready, status: 'True'}, {type: Paused, status: 'True'}]}|Suspended|it is suspended",
                "kafka.strimzi.io/v1beta2 Kafka|status: {observedGeneration: 2, conditions: [{type: Ready, status: 'True'}]}|Healthy|",
                "kafka.strimzi.io/v1beta2 KafkaTopic|status: {conditions: [{type: NotReady, status: 'True', reason: Failed, message: no broker}]}|Degraded|Failed: no broker",
                "kafka.strimzi.io/v1beta2 Kafka|status: {conditions: [{type: NotReady, status: 'True', reason: Creating, message: deploying}]}|Progressing|Creating: deploying",
                "postgresql.cnpg.io/v1 Cluster|status: {phase: Cluster in healthy state}|Healthy|",
                "postgresql.cnpg.io/v1 Cluster|status: {phase: Setting up primary}|Progressing|its phase is Setting up primary",
                "pkg.crossplane.io/v1 Provider|status: {conditions: [{type: Installed, status: 'True'}, {type: Healthy, status: 'True'}]}|Healthy|",
                "s3.aws.upbound.io/v1beta1 Bucket|status: {conditions: [{type: Ready, status: 'True'}, {type: Synced, status: 'False', reason: ReconcileError, message: denied}]}|Degraded|ReconcileError: denied",
                "s3.aws.upbound.io/v1beta1 Bucket|status: {conditions: [{type: Ready, status: 'True'}, {type: Synced, status: 'True'}]}|Healthy|",
                "cluster.x-k8s.io/v1beta1 Machine|status: {phase: Running}|Healthy|",
                "cluster.x-k8s.io/v1beta1 Machine|status: {phase: Failed}|Degraded|its phase is Failed",
                "external-secrets.io/v1 ExternalSecret|status: {conditions: [{type: Ready, status: 'False', reason: SecretSyncedError, message: no such key}]}|Degraded|SecretSyncedError: no such key",
                "gateway.networking.k8s.io/v1 Gateway|status: {conditions: [{type: Accepted, status: 'True'}, {type: Programmed, status: 'True'}]}|Healthy|",
                "gateway.networking.k8s.io/v1 HTTPRoute|status: {parents: [{conditions: [{type: Accepted, status: 'False', reason: NoMatchingParent}]}]}|Degraded|it has failed",
                "gateway.networking.k8s.io/v1 HTTPRoute|status: {parents: [{conditions: [{type: Accepted, status: 'True'}]}]}|Healthy|",
                "serving.knative.dev/v1 Service|status: {observedGeneration: 2, conditions: [{type: Ready, status: Unknown, reason: Deploying}]}|Progressing|Deploying",
                "serving.knative.dev/v1 Service|status: {observedGeneration: 2, conditions: [{type: Ready, status: 'False', reason: RevisionFailed}]}|Degraded|RevisionFailed",
                "monitoring.coreos.com/v1 Prometheus|status: {conditions: [{type: Available, status: 'True'}, {type: Reconciled, status: 'True'}]}|Healthy|",
                "monitoring.coreos.com/v1 ServiceMonitor|spec: {}|Healthy|",
                "traefik.io/v1alpha1 IngressRoute|spec: {}|Healthy|",
                "kustomize.toolkit.fluxcd.io/v1 Kustomization|spec: {suspend: true}|Suspended|it is suspended",
                "argoproj.io/v1alpha1 Application|status: {health: {status: Degraded}, sync: {status: Synced}}|Degraded|it has failed",
            })
    void tellsOfKindsOfOperators(String kind, String rest, Health health, String message) {
        assertThat(HealthRules.of(object(kind, rest), SHIPPED))
                .isEqualTo(new ObjectHealth(health, message == null ? "" : message));
    }

    @Test
    void anObjectWithoutStatusIsInProgress() {
        assertThat(HealthRules.of(object("cert-manager.io/v1 Certificate", "spec: {}"), SHIPPED))
                .isEqualTo(new ObjectHealth(Health.Progressing, "it is not ready yet"));
    }

    @Test
    void whatPeopleWriteGoesBeforeWhatIsShipped() {
        KindRules own = KindRules.parse("[{kinds: [cert-manager.io/Certificate], suspended: 'self.spec.off'}]");

        assertThat(HealthRules.of(object("cert-manager.io/v1 Certificate", "spec: {off: true}"), own.orElse(SHIPPED))
                        .health())
                .isEqualTo(Health.Suspended);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "a: b|a list of entries",
                "[{current: 'true'}]|each entry has kinds",
                "[{kinds: [a/B], ready: 'true'}]|no such key: ready",
                "[{kinds: [a/B], current: 'self.'}]|current of [a/B] is not a condition in CEL",
                "[{kinds: [a/B]|not YAML"
            })
    void mistakesAreReported(String yaml, String message) {
        assertThatThrownBy(() -> KindRules.parse(yaml))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static GenericKubernetesResource object(String kind, String rest) {
        String[] named = kind.split(" ");
        return Serialization.unmarshal(
                "apiVersion: %s\nkind: %s\nmetadata: {name: x, generation: 2}\n%s\n"
                        .formatted(named[0], named[1], rest.replace("}, status:", "}\nstatus:")),
                GenericKubernetesResource.class);
    }
}
