package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static dev.millrace.sync.Escapes.failures;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.value.CommitId;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.sync.diff.ApplicationDiff;
import dev.millrace.sync.diff.ApplicationDiff.ObjectDiff;
import dev.millrace.sync.tenant.Tenancy;
import dev.millrace.sync.trigger.Agent;
import dev.millrace.sync.trigger.Followers;
import dev.millrace.sync.trigger.Tenants;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.cluster.Cluster;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Applications of several teams: what a Tenant does not allow is neither read nor changed, and the status has the reason. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class TenancyIT {
    private static final String TENANT = "several-teams-it";

    private final Cluster cluster = Testbed.shared().cluster();
    private final EventPublisher publisher;
    private final Tenants tenants;
    private final Agent agent;
    private final Followers followers;

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @Inject
    TenancyIT(EventPublisher publisher, Tenants tenants, Agent agent, Followers followers) {
        this.publisher = publisher;
        this.tenants = tenants;
        this.agent = agent;
        this.followers = followers;
    }

    @BeforeEach
    void listen() {
        tap = new EventTap(Testbed.shared().kafka().bootstrapServers());
    }

    @AfterEach
    void endTenancy() {
        cluster.kubectl("delete", "tenants.millrace.dev", "--all");
        awaitTenancy(Tenancy::isSingleTeam);
        tap.close();
    }

    private void awaitTenancy(Predicate<Tenancy> state) {
        await().atMost(Deployed.SOON).until(() -> tenants.get().filter(state).isPresent());
    }

    /** Gives the namespace to the Tenant, with the repository of its Application and these lines in the spec. */
    private void govern(Deployed app, String... lines) {
        Optional<Tenancy> before = tenants.get();
        cluster.apply("default", """
                apiVersion: millrace.dev/v1alpha1
                kind: Tenant
                metadata: {name: %s}
                spec:
                  namespaces: [%s]
                  repositories: ['%s']
                  %s
                """.formatted(TENANT, app.namespace, app.repositoryId(), String.join("\n  ", lines)));
        await().atMost(Deployed.SOON).until(() -> !tenants.get().equals(before));
    }

    private String named(String resource, String namespace, String name) {
        return cluster.kubectl("get", resource, name, "-n", namespace, "--ignore-not-found", "-o", "name");
    }

    private String reason(Deployed app, String name) {
        return cluster.kubectl(
                "get",
                "mapp",
                name,
                "-n",
                app.namespace,
                "-o",
                "jsonpath={.status.conditions[?(@.type=='Stalled')].reason}: {.status.message}");
    }

    private void awaitReason(Deployed app, String name, String reason) {
        await().atMost(Deployed.SOON)
                .untilAsserted(() -> assertThat(reason(app, name)).contains(reason));
    }

    @Test
    void aFolderBeyondTheTenantIsRefusedAsAWholeAndEachObjectHasItsReason() {
        Deployed app = new Deployed("tenant", tap);
        String victim = cluster.createNamespace("victim");
        cluster.kubectl("create", "configmap", "settings", "-n", victim, "--from-literal=value=theirs");
        String before = cluster.kubectl("get", "configmap", "settings", "-n", victim, "-o", "json");
        govern(app);
        Map<String, String> files = new TreeMap<>(Escapes.files(victim));
        files.put("fine.yaml", configMap("fine", "1"));
        CommitId commit = app.push(files);

        app.follow("");
        PublishedEvent outcome = app.outcome(commit);

        assertThat(outcome.at("/outcome")).isEqualTo("Failed");
        assertThat(failures(outcome).keySet()).containsExactlyInAnyOrderElementsOf(Escapes.NAMES);
        assertThat(failures(outcome).values()).allSatisfy(reason -> assertThat(reason)
                .containsAnyOf(
                        "Tenant " + TENANT + " does not allow",
                        "the agent's own",
                        "an operator",
                        "metadata.ownerReferences"));
        app.awaitStalled("nothing is applied, because " + Escapes.NAMES.size() + " objects are not allowed");
        assertThat(agent.diff(followers.named(app.namespace, "app").orElseThrow())
                        .objects())
                .filteredOn(object -> object.action() != ApplicationDiff.Action.REFUSED)
                .extracting(ObjectDiff::object)
                .containsExactly("ConfigMap " + app.namespace + "/fine");
        assertThat(app.object("configmap", "fine").isMissingNode()).isTrue();
        assertThat(cluster.kubectl("get", "configmap", "settings", "-n", victim, "-o", "json"))
                .isEqualTo(before);
        assertThat(cluster.kubectl(
                        "get",
                        "clusterroles,clusterrolebindings,priorityclasses,mutatingwebhookconfigurations,customresourcedefinitions,tenants.millrace.dev",
                        "-o",
                        "name"))
                .doesNotContain("escape");
        assertThat(cluster.kubectl("get", "secrets,configmaps,leases", "-n", AgentUnderTest.NAMESPACE, "-o", "name"))
                .doesNotContain("escape");
        assertThat(named("mapp", victim, "escape")).isEmpty();
    }

    @Test
    void aRendererIsNoWayOut() {
        Deployed app = new Deployed("renderer", tap);
        String victim = cluster.createNamespace("victim");
        govern(app);
        app.push(Map.of(
                "overlay/kustomization.yaml",
                "namespace: " + victim + "\nresources: [a.yaml]\n",
                "overlay/a.yaml",
                configMap("escape", "1"),
                "chart/Chart.yaml",
                "{apiVersion: v2, name: shop, version: 1.0.0}\n",
                "chart/templates/hook.yaml",
                Escapes.HOOK,
                "chart/templates/a.yaml",
                "{{- $x := lookup \"v1\" \"Secret\" \"" + victim + "\" \"x\" }}\n"
                        + configMap("escape", "1")
                                .replace("{name: escape}", "{name: escape, namespace: " + victim + "}"),
                "plain/a.yaml",
                configMap("escape", "1")));

        app.followAs("overlay", "overlay");
        app.followAs("chart", "chart");
        app.followAs("override", "plain", "destination: {namespace: " + victim + ", override: true}");

        for (String name : Set.of("overlay", "chart", "override")) {
            awaitReason(
                    app,
                    name,
                    "ConfigMap " + victim + "/escape: Tenant " + TENANT + " does not allow the namespace " + victim
                            + " (spec.destinations)");
        }
        assertThat(named("configmap", victim, "escape")).isEmpty();
        assertThat(cluster.kubectl("get", "clusterroles", "-o", "name")).doesNotContain("escape");
    }

    @Test
    void aRepositoryBeyondTheTenantIsNeverRequestedAndAnApplicationWithoutATenantIsNotApplied() {
        Deployed app = new Deployed("repository", tap);
        Deployed other = new Deployed("stranger", tap);
        govern(app);
        other.push(Map.of("a.yaml", configMap("a", "1")));
        long requests = Testbed.shared().gitHost().requests(other.repository);

        other.follow("");
        cluster.apply(app.namespace, """
                apiVersion: millrace.dev/v1alpha1
                kind: Application
                metadata: {name: spelling}
                spec:
                  source: {repository: '%s', secretRef: {name: git}}
                  destination: {namespace: %s}
                """.formatted(Testbed.shared().gitHost().url(other.repository), app.namespace));

        awaitReason(other, "app", "NotAllowed: Applications in the namespace " + other.namespace);
        awaitReason(app, "spelling", "NotAllowed: spec.source.repository: Tenant " + TENANT + " does not allow ");
        assertThat(Testbed.shared().gitHost().requests(other.repository)).isEqualTo(requests);
        cluster.kubectl("delete", "mapp", "app", "-n", other.namespace, "--timeout=2m");
        assertThat(named("mapp", other.namespace, "app")).isEmpty();
    }

    @Test
    void aChangeOfTheTenantIsFollowedAtOnceAndWhatIsNoLongerAllowedStays() {
        Deployed app = new Deployed("change", tap);
        String second = cluster.createNamespace("change-second");
        String there = configMap("there", "1").replace("{name: there}", "{name: there, namespace: " + second + "}");
        govern(app);
        CommitId both = app.push(Map.of("a.yaml", configMap("a", "1"), "there.yaml", there));
        app.follow("", "heal: true");
        app.awaitStalled("does not allow the namespace " + second);

        govern(app, "destinations: [" + app.namespace + ", " + second + "]");
        app.awaitReady(both);
        govern(app);
        app.awaitStalled("does not allow the namespace " + second);
        CommitId one = app.push(Map.of(), Set.of("there.yaml"));
        publisher.publish(app.committed(one));

        app.awaitReady(one);
        assertThat(named("configmap", second, "there")).isEqualTo("configmap/there\n");
        assertThat(app.outcome(one).at("/message")).contains("ConfigMap " + second + "/there stays: ");
    }

    @Test
    void aDependencyInAnotherNamespaceNeedsTheTenantsPermission() {
        Deployed app = new Deployed("depends", tap);
        govern(app);
        CommitId commit = app.push(Map.of("a.yaml", configMap("a", "1")));

        app.follow("", "dependsOn: [{name: x, namespace: kube-system, ready: \"int(self.spec.source.path) == 1\"}]");

        await().atMost(Deployed.SOON)
                .untilAsserted(() -> assertThat(app.status().path("message").asText())
                        .contains("does not allow a dependency in the namespace kube-system (spec.dependsOn)"));
        govern(app, "dependsOn: [kube-system]");
        await().atMost(Deployed.SOON)
                .untilAsserted(() ->
                        assertThat(app.status().path("message").asText()).contains("there is no such Application"));
        assertThat(app.object("configmap", "a").isMissingNode()).isTrue();
        assertThat(app.status().path("revision").asText()).isNotEqualTo(commit.value());
    }

    @Test
    void healthRulesOfATeamAreNone() {
        Deployed app = new Deployed("rules", tap);
        CommitId commit = app.push(Map.of("rules.yaml", Escapes.RULES.formatted("rules")));
        app.follow("");
        app.awaitReady(commit);

        cluster.apply(AgentUnderTest.NAMESPACE, Escapes.RULES.formatted("rules-of-tenancy"));

        String status = "jsonpath={.metadata.annotations.millrace\\.dev/health-rules-status}";
        await().atMost(Deployed.SOON).until(() -> !cluster.kubectl(
                        "get", "configmap", "rules-of-tenancy", "-n", AgentUnderTest.NAMESPACE, "-o", status)
                .isBlank());
        cluster.kubectl("delete", "configmap", "rules-of-tenancy", "-n", AgentUnderTest.NAMESPACE);
        assertThat(cluster.kubectl("get", "configmap", "rules", "-n", app.namespace, "-o", status))
                .isBlank();
    }

    @Test
    void withoutTenantsTheAgentsOwnNamespaceIsNoApplicationsEither() {
        Deployed app = new Deployed("own", tap);
        CommitId commit = app.push(Map.of("fine.yaml", configMap("fine", "1"), "own.yaml", Escapes.OWN));

        app.follow("");
        PublishedEvent outcome = app.outcome(commit);

        assertThat(failures(outcome).keySet())
                .containsExactlyInAnyOrder(
                        "Secret escape",
                        "ConfigMap escape-rules",
                        "Lease escape",
                        "Tenant escape",
                        "Namespace millrace-system");
        assertThat(app.object("configmap", "fine").isMissingNode()).isTrue();
        assertThat(cluster.kubectl("get", "secrets,configmaps,leases", "-n", AgentUnderTest.NAMESPACE, "-o", "name"))
                .doesNotContain("escape");
        assertThat(cluster.kubectl("get", "namespace", AgentUnderTest.NAMESPACE, "-o", "json"))
                .doesNotContain("millrace.dev/application");
    }
}
