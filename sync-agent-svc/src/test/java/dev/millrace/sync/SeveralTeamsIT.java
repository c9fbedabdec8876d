package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.Health;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.SyncCompleted.Outcome;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.state.Triggers;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.cluster.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent with the roles of {@code k8s/overlays/several-teams}, and a team as the example there sets it up. */
@WithParts({PartKind.GIT, PartKind.CLUSTER})
class SeveralTeamsIT {
    private static final Path OVERLAY = Path.of("..", "k8s", "overlays", "several-teams");
    private static final Pattern DOCUMENTS = Pattern.compile("(?m)^---$");
    private static final Pattern ROLE = Pattern.compile("(?m)^kind: (Cluster)?Role(Binding)?$");
    private static final String CLUSTER_ADMIN = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: %s-owns-all}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
            subjects: [{kind: ServiceAccount, name: deployer, namespace: %s}]
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path mirrors;

    private final Cluster cluster = Testbed.shared().cluster();

    @SuppressWarnings("NullAway.Init")
    private Deployed app;

    @SuppressWarnings("NullAway.Init")
    private Subject subject;

    @BeforeAll
    static void installTheRoles() {
        AgentUnderTest.install();
        String rendered = Testbed.shared().cluster().kubectl("kustomize", OVERLAY.toString());
        install(documents(rendered, ROLE));
    }

    /** Applies objects of several namespaces. */
    private static void install(String manifests) {
        try {
            Path file = Files.createTempFile("team", ".yaml");
            try {
                Files.writeString(file, manifests);
                Testbed.shared().cluster().kubectl("apply", "-f", file.toString());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing manifests for kubectl", e);
        }
    }

    /** Returns the documents that match. */
    private static String documents(String manifests, Pattern kind) {
        return String.join(
                "---\n",
                DOCUMENTS
                        .splitAsStream(manifests)
                        .filter(document -> kind.matcher(document).find())
                        .toList());
    }

    @BeforeEach
    void setUpTheTeam() throws IOException {
        app = new Deployed("team", null);
        String team = Files.readString(OVERLAY.resolve("team-example.yaml"))
                .replace("namespace: shop", "namespace: " + app.namespace)
                .replace("name: shop\n", "name: " + app.namespace + "\n");
        install(documents(team, Pattern.compile("(?m)^kind: (ServiceAccount|Role|RoleBinding)$")));
        DeployerAccount.awaitRight(
                app.namespace, DeployerAccount.user(app.namespace, "deployer"), "patch", "configmaps");
        DeployerAccount.awaitRight(
                app.namespace,
                DeployerAccount.user(AgentUnderTest.NAMESPACE, "sync-agent"),
                "impersonate",
                "serviceaccounts/deployer");
        subject = Alone.as(new Identity.Account(app.namespace, "deployer"), Alone.subject(app));
    }

    private Alone alone() {
        return new Alone(mirrors, cluster.kubeconfigFor(AgentUnderTest.NAMESPACE, "sync-agent"));
    }

    private static ReconcileResult reconcile(AgentLife life, Subject subject) {
        return life.reconcile(subject, Triggers.source(Instant.now(), SyncCompleted.Trigger.START));
    }

    private static Outcome outcome(ReconcileResult result) {
        return result.ended().getLast().outcome().outcome();
    }

    @Test
    void appliesPrunesAndHealsWhatTheTeamsAccountMay() {
        app.push(Map.of("a.yaml", configMap("a", "1"), "b.yaml", configMap("b", "1")));
        try (Alone alone = alone();
                AgentLife life = alone.life()) {
            Subject healing = Alone.as(subject.identity(), alone.healing(subject));

            assertThat(outcome(reconcile(life, healing))).isEqualTo(Outcome.Succeeded);

            app.kubectl("patch", "configmap", "a", "-n", app.namespace, "-p", "{\"data\":{\"value\":\"by hand\"}}");
            life.reconcile(healing, Triggers.drifted(map("a").identity(), EventId.of("drift", app.namespace)));
            assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("1");

            CommitId second = app.push(Map.of("a.yaml", configMap("a", "2")), Set.of("b.yaml"));
            ReconcileResult pruned = reconcile(life, healing);

            assertThat(outcome(pruned)).isEqualTo(Outcome.Succeeded);
            assertThat(pruned.ledger().revision()).contains(second);
            assertThat(app.object("configmap", "b").isMissingNode()).isTrue();
        }
    }

    @Test
    void watchesTheHealthOfWhatTheTeamsAccountMayWatch() {
        app.push(Map.of("web.yaml", Deployed.deployment("web", "shop/web:1", "")));
        try (Alone alone = alone();
                AgentLife life = alone.life()) {
            await().atMost(Deployed.SOON).until(() -> reconcile(life, subject)
                    .health()
                    .filter(health -> health.known() && health.health() == Health.Healthy)
                    .isPresent());

            assertThat(app.object("deployment", "web").isMissingNode()).isFalse();
        }
    }

    @Test
    void refusesWhatTheTeamsAccountMayNot() {
        Deployed victim = new Deployed("othersteam", null);
        victim.kubectl("create", "configmap", "settings", "-n", victim.namespace, "--from-literal=value=theirs");
        app.push(Map.of(
                "a.yaml",
                configMap("a", "1"),
                "admin.yaml",
                CLUSTER_ADMIN.formatted(app.namespace, app.namespace),
                "settings.yaml",
                configMap("settings", "mine")
                        .replace("name: settings", "name: settings, namespace: " + victim.namespace)));
        try (Alone alone = alone();
                AgentLife life = alone.life()) {
            ReconcileResult result = reconcile(life, subject);

            assertThat(outcome(result)).isEqualTo(Outcome.Failed);
            assertThat(result.ended().getLast().outcome().failures()).hasSize(2).allSatisfy(failure -> assertThat(
                            failure.reason())
                    .contains("service account " + app.namespace + "/deployer may not "));
        }
        assertThat(app.object("configmap", "a").isMissingNode()).isFalse();
        assertThat(victim.object("configmap", "settings").at("/data/value").asText())
                .isEqualTo("theirs");
        assertThat(cluster.kubectl(
                        "get", "clusterrolebinding", app.namespace + "-owns-all", "--ignore-not-found", "-o", "name"))
                .isBlank();
    }

    @Test
    void hasNoRightsOfItsOwnInTheNamespaceOfATeam() {
        app.push(Map.of("a.yaml", configMap("a", "1")));
        Subject byItself = Alone.subject(app);
        try (Alone alone = alone();
                AgentLife life = alone.life()) {
            ReconcileResult result = reconcile(life, byItself);

            assertThat(result.sourceProblem().toString()).contains("can't be read");
        }
        JsonNode applied = app.object("configmap", "a");
        assertThat(applied.isMissingNode()).isTrue();
    }

    @Test
    void actsAsNoAccountThatDoesNotAllowIt() {
        cluster.kubectl("create", "serviceaccount", "another", "-n", app.namespace);
        app.push(Map.of("a.yaml", configMap("a", "1")));
        Subject another = Alone.as(new Identity.Account(app.namespace, "another"), Alone.subject(app));
        try (Alone alone = alone();
                AgentLife life = alone.life()) {
            ReconcileResult result = reconcile(life, another);

            assertThat(result.sourceProblem().toString())
                    .contains("the agent may not act as service account " + app.namespace + "/another");
        }
        assertThat(app.object("configmap", "a").isMissingNode()).isTrue();
    }

    private ObjectRef map(String name) {
        return new ObjectRef("v1", "ConfigMap", Optional.of(app.namespace), name);
    }
}
