package dev.millrace.sync.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.cluster.application.Application;
import dev.millrace.cluster.tenant.Tenant;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.sync.Sample;
import dev.millrace.sync.state.Triggers;
import dev.millrace.sync.tenant.SampleTenancy;
import dev.millrace.sync.tenant.Tenancy;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Tenants of the cluster, and the Applications that a change of them triggers. */
class TenantsTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final AtomicInteger known = new AtomicInteger();
    private final List<String> asked = new ArrayList<>();
    private TestAgent parts;
    private Tenants tenants;

    @BeforeEach
    void create() {
        parts = new TestAgent(directory);
        tenants = new Tenants(parts.api.client(), parts.applications, SampleTenancy.OWN, false, parts.clock);
    }

    @AfterEach
    void close() {
        tenants.close();
        parts.close();
    }

    private final class Asked implements Applications.Listener {
        @Override
        public void asked(String uid, Triggers triggers) {
            assertThat(triggers).isEqualTo(Triggers.source(parts.clock.instant(), Trigger.APPLICATION));
            asked.add(uid);
        }

        @Override
        public void statusChanged(Application application) {}

        @Override
        public void gone(String uid) {}
    }

    private static Tenant tenant(String name, String spec) {
        return YAML.unmarshal("""
                apiVersion: millrace.dev/v1alpha1
                kind: Tenant
                metadata: {name: %s}
                spec: {repositories: ['**'], %s}
                """.formatted(name, spec), Tenant.class);
    }

    private void start() {
        tenants.start(new Asked(), known::incrementAndGet);
    }

    @Test
    void whileTenantsCannotBeReadNothingIsKnownAboutThem() {
        parts.api.failing("GET", 403);

        start();

        await().atMost(Duration.ofMinutes(2)).until(() -> parts.api.requests("GET").stream()
                .anyMatch(request -> request.path().endsWith("/customresourcedefinitions")));
        assertThat(tenants.get()).isEmpty();
        assertThat(known).hasValue(0);
    }

    @Test
    void aChangeTriggersTheApplicationsWhosePermissionsItChanges() {
        parts.know(Sample.application("web"));
        Application other = Sample.application("other");
        other.getMetadata().setNamespace("other");
        parts.know(other);
        start();
        tenants.found(List.of());
        tenants.found(List.of(tenant("other", "namespaces: [other]"), tenant("shop", "namespaces: [shop]")));
        asked.clear();

        tenants.found(
                List.of(tenant("other", "namespaces: [other]"), tenant("shop", "namespaces: [shop], kinds: [apps/*]")));

        assertThat(asked).containsExactly("uid-web");
        assertThat(known).hasValue(1);
    }

    @Test
    void theFirstTenantTriggersEveryApplication() {
        parts.know(Sample.application("web"));
        start();
        tenants.found(List.of());

        tenants.found(List.of(tenant("other", "namespaces: [other]")));

        assertThat(asked).containsExactly("uid-web");
        assertThat(tenants.get()).get().extracting(Tenancy::isSingleTeam).isEqualTo(false);
        assertThat(tenants.get().orElseThrow().policy("shop").isGoverned()).isTrue();
    }

    @Test
    void aTenantWithoutASpecHasNoNamespace() {
        Tenant empty = tenant("empty", "namespaces: [shop]");
        empty.setSpec(null);
        start();

        tenants.found(List.of(empty));

        assertThat(tenants.get().orElseThrow()).extracting(Tenancy::size).isEqualTo(0);
        assertThat(SampleTenancy.of(Map.of()).isSingleTeam()).isTrue();
    }
}
