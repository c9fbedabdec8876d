package dev.millrace.sync.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Health;
import dev.millrace.sync.health.exact.KindRules;
import dev.millrace.sync.health.object.HealthContext;
import dev.millrace.sync.health.object.ObjectHealth;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeClaimsTest {
    private static final Map<String, String> MODES = Map.of("later", "WaitForFirstConsumer", "now", "Immediate");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "spec: {storageClassName: later}, status: {phase: Pending}|Healthy|it is bound once a Pod mounts it",
                "spec: {storageClassName: later}|Healthy|it is bound once a Pod mounts it",
                "spec: {storageClassName: later}, status: {phase: Bound}|Healthy|",
                "spec: {storageClassName: later}, status: {phase: Lost}|Degraded|its volume is lost",
                "spec: {storageClassName: later, volumeName: v}, status: {phase: Pending}|Progressing|it is not bound to a volume yet",
                "spec: {storageClassName: now}, status: {phase: Pending}|Progressing|it is not bound to a volume yet",
                "spec: {storageClassName: ''}, status: {phase: Pending}|Progressing|it is not bound to a volume yet",
                "spec: {}, status: {phase: Pending}|Progressing|it is not bound to a volume yet",
                "spec: {storageClassName: other}, status: {phase: Pending}|Progressing|it is not bound to a volume yet; its StorageClass other can't be read",
                "annotations: {volume.kubernetes.io/selected-node: n}, spec: {storageClassName: later}, status: {phase: Pending}|Progressing|it is not bound to a volume yet",
                "annotations: {volume.beta.kubernetes.io/storage-class: later}, spec: {}, status: {phase: Pending}|Healthy|it is bound once a Pod mounts it",
                "annotations: {volume.beta.kubernetes.io/storage-class: now}, spec: {storageClassName: later}|Healthy|it is bound once a Pod mounts it",
                "deletionTimestamp: 2026-01-01T00:00:00Z, spec: {storageClassName: later}, status: {phase: Pending}|Progressing|it is being deleted",
            })
    void oneThatWaitsForItsFirstConsumerIsHealthy(String rest, Health health, String message) {
        boolean plain = rest.startsWith("spec:");
        String metadata = plain ? "" : ", " + rest.substring(0, rest.indexOf(", spec:"));
        String content =
                (plain ? rest : rest.substring(rest.indexOf(", spec:") + 2)).replace("}, status:", "}\nstatus:");
        GenericKubernetesResource claim = Serialization.unmarshal(
                "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: x%s}\n%s\n".formatted(metadata, content),
                GenericKubernetesResource.class);

        ObjectHealth actual = Observed.judge(
                claim,
                KindRules.NONE,
                HealthContext.NONE.withBindingModes(name -> Optional.ofNullable(MODES.get(name))));

        assertThat(actual).isEqualTo(new ObjectHealth(health, message == null ? "" : message));
    }
}
