package dev.millrace.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.SyncCompleted;
import dev.millrace.sync.state.Triggers;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bindings to roles that another Application declares, with an agent that may hand out only what it holds. */
@WithParts({PartKind.GIT, PartKind.CLUSTER})
class RolesOfOthersIT {
    private static final String BINDING = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: reads}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
            subjects: [{kind: ServiceAccount, name: default}]
            """;
    private static final String ROLE = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: reader}
            rules: [{apiGroups: [''], resources: [configmaps], verbs: [get]}]
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path mirrors;

    @SuppressWarnings("NullAway.Init")
    private Deployed app;

    @BeforeEach
    void giveTheAgentAllRightsExceptToBindAndToEscalate() {
        app = new Deployed("roles", null);
        app.kubectl("create", "serviceaccount", "agent", "-n", app.namespace);
        Testbed.shared().cluster().apply("default", """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: %1$s}
                rules:
                - apiGroups: ['*']
                  resources: ['*']
                  verbs: [get, list, watch, create, update, patch, delete, deletecollection]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: %1$s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %1$s}
                subjects: [{kind: ServiceAccount, name: agent, namespace: %1$s}]
                """.formatted(app.namespace));
    }

    @AfterEach
    void revoke() {
        app.kubectl("delete", "clusterrolebinding,clusterrole", app.namespace);
    }

    @Test
    void aBindingIsRetriedAtOnceWhenAnotherApplicationAppliesItsRole() {
        app.push(Map.of("binds/binding.yaml", BINDING, "gives/role.yaml", ROLE));
        Path kubeconfig = Testbed.shared().cluster().kubeconfigFor(app.namespace, "agent");
        Subject binds = Alone.at(Alone.subject(app), "binds");
        Subject gives = Alone.at(Alone.another(Alone.subject(app)), "gives");
        try (Alone alone = new Alone(mirrors, kubeconfig);
                AgentLife life = alone.life()) {
            ReconcileResult refused =
                    life.reconcile(binds, Triggers.source(Instant.now(), SyncCompleted.Trigger.START));
            assertThat(life.retried).isEmpty();

            ReconcileResult role = life.reconcile(gives, Triggers.source(Instant.now(), SyncCompleted.Trigger.START));
            ReconcileResult bound = life.reconcile(binds, Triggers.retry(Instant.now()));

            assertThat(refused.ended().getLast().outcome().outcome()).isEqualTo(SyncCompleted.Outcome.Failed);
            assertThat(role.ended().getLast().outcome().outcome()).isEqualTo(SyncCompleted.Outcome.Succeeded);
            assertThat(life.retried).containsExactly(binds.uid());
            assertThat(bound.ended().getLast().outcome().outcome()).isEqualTo(SyncCompleted.Outcome.Succeeded);
            assertThat(app.object("rolebinding", "reads").at("/roleRef/name").asText())
                    .isEqualTo("reader");
        }
    }

    @Test
    void aRoleAndItsBindingInOneCommitAreAppliedInThatOrder() {
        app.push(Map.of("all.yaml", BINDING + "---\n" + ROLE));
        Path kubeconfig = Testbed.shared().cluster().kubeconfigFor(app.namespace, "agent");
        try (Alone alone = new Alone(mirrors, kubeconfig);
                AgentLife life = alone.life()) {
            ReconcileResult applied =
                    life.reconcile(Alone.subject(app), Triggers.source(Instant.now(), SyncCompleted.Trigger.START));

            assertThat(applied.ended()).hasSize(1);
            assertThat(applied.ended().getLast().outcome().outcome()).isEqualTo(SyncCompleted.Outcome.Succeeded);
        }
    }
}
