package dev.millrace.sync.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.application.Application;
import dev.millrace.sync.state.Triggers;
import dev.millrace.sync.tenant.OwnNamespace;
import dev.millrace.sync.tenant.Tenancy;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.cluster.Cluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The watch of Tenants, in a cluster that may not have their definition. */
@WithParts(PartKind.CLUSTER)
class TenantsIT {
    private static final String DEFINITION = "../k8s/base/crd/tenants.millrace.dev.yaml";
    private static final String TENANT = """
            apiVersion: millrace.dev/v1alpha1
            kind: Tenant
            metadata: {name: watched}
            spec: {namespaces: ['watched-*'], repositories: ['**']}
            """;
    private static final OwnNamespace OWN = new OwnNamespace(OwnNamespace.DEFAULT);

    private final Cluster cluster = Testbed.shared().cluster();
    private final AtomicInteger known = new AtomicInteger();

    @BeforeEach
    void removeTheDefinition() {
        cluster.kubectl("delete", "crd", "tenants.millrace.dev", "--ignore-not-found", "--timeout=2m");
    }

    @AfterEach
    void installTheDefinition() {
        cluster.kubectl("apply", "--server-side", "-f", DEFINITION);
        cluster.awaitDefinition("tenants.millrace.dev");
    }

    private static final class Unasked implements Applications.Listener {
        @Override
        public void asked(String uid, Triggers triggers) {}

        @Override
        public void statusChanged(Application application) {}

        @Override
        public void gone(String uid) {}
    }

    private static void awaitTenancy(Tenants tenants, Predicate<Tenancy> state) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> tenants.get().filter(state).isPresent());
    }

    @Test
    void tenantsAreKnownWithTheirDefinitionAndWithoutIt() throws IOException {
        try (KubernetesClient client = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(Files.readString(cluster.kubeconfig())))
                        .build();
                Applications applications = new Applications(client, Clock.systemUTC());
                Tenants tenants = new Tenants(client, applications, OWN, false, Clock.systemUTC())) {
            tenants.start(new Unasked(), known::incrementAndGet);
            awaitTenancy(tenants, Tenancy::isSingleTeam);

            installTheDefinition();
            cluster.apply("default", TENANT);
            awaitTenancy(tenants, tenancy -> tenancy.size() == 1);
            cluster.kubectl("delete", "tenants.millrace.dev", "watched");
            awaitTenancy(tenants, Tenancy::isSingleTeam);
            cluster.apply("default", TENANT);
            awaitTenancy(tenants, tenancy -> tenancy.size() == 1);
            removeTheDefinition();

            awaitTenancy(tenants, Tenancy::isSingleTeam);
            assertThat(known).as("known once, at the start").hasValue(1);
        }
    }
}
