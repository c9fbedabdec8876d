package dev.millrace.sync.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.cluster.application.Application;
import dev.millrace.cluster.application.ApplicationStatus;
import dev.millrace.events.Health;
import dev.millrace.sync.Sample;
import dev.millrace.sync.tenant.SampleTenancy;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Dependencies on Applications of other namespaces where Tenants decide: what is read of them, and what is shown. */
class DependenciesOfTenantsTest {
    private static final String ELSEWHERE =
            "source: {repository: 'https://git.example.com/shop/canary-repository', secretRef: {name: canary-secret}}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private TestAgent parts;

    @BeforeEach
    void create() {
        parts = new TestAgent(directory);
        parts.tenancy.set(SampleTenancy.of(Map.of(
                "shop",
                SampleTenancy.PLAIN + "\ndependsOn: [platform]",
                "platform",
                "namespaces: [platform, hidden]\nrepositories: ['**']\ndependsOn: ['*']")));
        parts.know(other("platform", "db"));
        parts.know(other("hidden", "db"));
    }

    @AfterEach
    void close() {
        parts.close();
    }

    private static Application other(String namespace, String name, String... lines) {
        Application other = Sample.application(
                name, lines.length == 0 ? new String[] {ELSEWHERE} : new String[] {ELSEWHERE, lines[0]});
        other.getMetadata().setNamespace(namespace);
        other.getMetadata().setUid("uid-" + namespace + "-" + name);
        ApplicationStatus none = ApplicationStatus.NONE;
        other.setStatus(new ApplicationStatus(
                1L,
                List.of(new ConditionBuilder()
                        .withType(ApplicationStatus.READY)
                        .withStatus("False")
                        .withReason("Degraded")
                        .withMessage("canary-condition")
                        .build()),
                "c".repeat(40),
                none.attemptedRevision(),
                none.attempt(),
                Health.Degraded,
                "canary-message",
                none.objects(),
                none.shortRevision(),
                none.sourceRevision(),
                none.comparedAt(),
                none.nextTryAt(),
                none.drifted(),
                none.unhealthy(),
                none.history()));
        return other;
    }

    private Optional<String> unmet(String dependency) {
        parts.know(Sample.application("web", "dependsOn: [{" + dependency + "}]"));
        return parts.dependencies.unmet(parts.subject("web"), Sample.NEW, uid -> Optional.of(Sample.NEW));
    }

    @Test
    void aDependencyThatTheTenantDoesNotNameIsNotReadAtAll() {
        String refused = "Tenant shop does not allow a dependency in the namespace hidden (spec.dependsOn)"
                + "; ask the operator to extend the Tenant";

        assertThat(unmet("name: db, namespace: hidden")).contains("waits for hidden/db: " + refused);
        assertThat(unmet("name: absent, namespace: hidden"))
                .as("the same, whether it exists or not")
                .contains("waits for hidden/absent: " + refused);
    }

    @Test
    void oneThatTheTenantNamesIsShownByTheReasonAlone() {
        assertThat(unmet("name: db, namespace: platform"))
                .contains("waits for platform/db: it is not ready (Degraded)");
    }

    static final List<Arguments> VISIBLE = List.of(
            arguments("self.status.health == 'Degraded'", true),
            arguments("self.status.revision == '" + "c".repeat(40) + "'", true),
            arguments("self.status.conditions.exists(c, c.type == 'Ready' && c.status == 'False')", true),
            arguments("self.metadata.name == 'db' && self.metadata.namespace == 'platform'", true),
            arguments("self.metadata.generation == self.status.observedGeneration", true),
            arguments("has(self.spec)", false),
            arguments("self.spec.source.secretRef.name == 'canary-secret'", false),
            arguments("int(self.spec.source.secretRef.name) == 1", false),
            arguments("self.status.message == 'canary-message'", false),
            arguments("self.status.conditions.exists(c, c.message == 'canary-condition')", false),
            arguments("has(self.metadata.annotations)", false));

    @ParameterizedTest(name = "{0}")
    @FieldSource("VISIBLE")
    void aConditionSeesTheOutcomeOfAnotherNamespaceOnly(String condition, boolean holds) {
        Optional<String> unmet = unmet("name: db, namespace: platform, ready: \"" + condition + "\"");

        assertThat(unmet.isEmpty()).as("%s: %s", condition, unmet).isEqualTo(holds);
        assertThat(unmet.orElse("").replace(condition, "")).doesNotContain("canary");
    }

    @Test
    void aCircleNamesNoApplicationThatMayNotBeSeen() {
        parts.know(other("platform", "a", "dependsOn: [{name: b, namespace: hidden}]"));
        parts.know(other("hidden", "b", "dependsOn: [{name: web, namespace: shop}]"));

        assertThat(unmet("name: a, namespace: platform"))
                .contains(
                        "spec.dependsOn goes in a circle: shop/web → platform/a → an Application of another Tenant → shop/web");
    }
}
