package dev.millrace.sync.health.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Health;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.health.exact.KindRules;
import dev.millrace.sync.health.object.HealthContext;
import dev.millrace.sync.identity.Identity;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cluster that serves no kind: what is healthy there needs no watch. */
class UnwatchedKindsTest {
    private final KubernetesClient client =
            new KubernetesClientBuilder().withConfig(Config.empty()).build();
    private final HealthWatch watch = new HealthWatch(
            client,
            ref -> Optional.empty(),
            () -> KindRules.NONE,
            application -> {},
            Clock.systemUTC(),
            HealthContext.DEFAULT_GRACE);

    @AfterEach
    void close() {
        watch.close();
        client.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v1                                | ConfigMap      | Healthy",
                "v1                                | Secret         | Healthy",
                "v1                                | ResourceQuota  | Healthy",
                "rbac.authorization.k8s.io/v1      | ClusterRole    | Healthy",
                "networking.k8s.io/v1              | NetworkPolicy  | Healthy",
                "storage.k8s.io/v1                 | StorageClass   | Healthy",
                "v1                                | Service        | Unknown",
                "apps/v1                           | Deployment     | Unknown",
                "x.example/v1                      | Thing          | Unknown",
                "iam.aws.upbound.io/v1beta1        | Role           | Unknown",
                "secretsmanager.aws.upbound.io/v1  | Secret         | Unknown",
                "managed.openshift.example/v1      | ServiceAccount | Unknown",
            })
    void onlyKindsOfKubernetesThatHaveNoStatusAreHealthyBecauseTheyExist(
            String apiVersion, String kind, Health health) {
        ObjectRef ref = new ObjectRef(apiVersion, kind, Optional.of("shop"), "a");
        watch.watch("uid", Identity.OWN, List.of(ref));

        assertThat(watch.of(Identity.OWN, Map.of(ref, "1")).health()).isEqualTo(health);
    }

    @Test
    void anUnservedKindIsNamed() {
        ObjectRef ref = new ObjectRef("x.example/v1", "Thing", Optional.empty(), "a");

        assertThat(watch.of(Identity.OWN, Map.of(ref, "1")).message())
                .isEqualTo("Thing a: the cluster does not serve its kind");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, true",
        "2, 2, false",
        "2, 1, false",
        "9, 10, true",
        "10, 9, false",
        "99, 100, true",
        "'', 1, true",
        "'', '', false",
        "1, '', false",
        "18446744073709551615, 18446744073709551616, true"
    })
    void versionsAreComparedAsNumbersOfAnySize(String version, String than, boolean older) {
        assertThat(KindWatch.isOlder(version, than)).isEqualTo(older);
    }
}
