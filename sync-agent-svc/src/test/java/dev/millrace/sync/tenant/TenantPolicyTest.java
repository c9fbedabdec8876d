package dev.millrace.sync.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.events.value.ObjectRef;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The objects that an Application may have. */
class TenantPolicyTest {
    private static final String OWN =
            "the namespace millrace-system is the agent's own, and no Application changes anything in it";

    private static ObjectRef ref(String apiVersion, String kind, String namespace, String name) {
        return new ObjectRef(apiVersion, kind, Optional.of(namespace).filter(text -> !text.isEmpty()), name);
    }

    private static Arguments escape(String name, ObjectRef ref, String reason) {
        return arguments(name, ref, reason);
    }

    private static String clusterKind(String kind) {
        return "Tenant shop does not allow the cluster-scoped kind " + kind + " (spec.clusterKinds)";
    }

    private static String namespace(String name) {
        return "Tenant shop does not allow the namespace " + name + " (spec.destinations)";
    }

    private static final String RBAC = "rbac.authorization.k8s.io/v1";
    private static final String CRD = "apiextensions.k8s.io/v1";

    static final List<Arguments> ESCAPES = List.of(
            escape(
                    "a cluster role",
                    ref(RBAC, "ClusterRole", "", "all"),
                    clusterKind("rbac.authorization.k8s.io/ClusterRole")),
            escape(
                    "a binding of one",
                    ref(RBAC, "ClusterRoleBinding", "", "all"),
                    clusterKind("rbac.authorization.k8s.io/ClusterRoleBinding")),
            escape(
                    "a binding in another namespace",
                    ref(RBAC, "RoleBinding", "kube-system", "x"),
                    namespace("kube-system")),
            escape("a ConfigMap of another Tenant", ref("v1", "ConfigMap", "other", "x"), namespace("other")),
            escape("a Secret of another Tenant", ref("v1", "Secret", "other", "x"), namespace("other")),
            escape("a Pod in kube-system", ref("v1", "Pod", "kube-system", "x"), namespace("kube-system")),
            escape("a namespace whose name begins alike", ref("v1", "ConfigMap", "shop-2", "x"), namespace("shop-2")),
            escape("an applied record", ref("v1", "Secret", "millrace-system", "applied-1"), OWN),
            escape("a health rule", ref("v1", "ConfigMap", "millrace-system", "rules"), OWN),
            escape("the Lease", ref("coordination.k8s.io/v1", "Lease", "millrace-system", "sync-agent"), OWN),
            escape(
                    "the Lease of another version",
                    ref("coordination.k8s.io/v1beta1", "Lease", "millrace-system", "x"),
                    OWN),
            escape("a Pod beside the agent", ref("v1", "Pod", "millrace-system", "x"), OWN),
            escape("a role in the agent's namespace", ref(RBAC, "Role", "millrace-system", "x"), OWN),
            escape(
                    "an Application in the agent's namespace",
                    ref("millrace.dev/v1alpha1", "Application", "millrace-system", "x"),
                    OWN),
            escape(
                    "the agent's namespace itself",
                    ref("v1", "Namespace", "", "millrace-system"),
                    "it is the agent's own namespace, which no Application changes"),
            escape(
                    "a Tenant",
                    ref("millrace.dev/v1alpha1", "Tenant", "", "shop"),
                    "an operator writes Tenants, and no Application does"),
            escape(
                    "a Tenant of a later version",
                    ref("millrace.dev/v2", "Tenant", "", "shop"),
                    "an operator writes Tenants, and no Application does"),
            escape(
                    "the definition of Tenants",
                    ref(CRD, "CustomResourceDefinition", "", "tenants.millrace.dev"),
                    "an operator installs the definition of Tenants, and no Application does"),
            escape(
                    "the definition of Applications",
                    ref(CRD, "CustomResourceDefinition", "", "applications.millrace.dev"),
                    "an operator installs the definitions of Millrace's kinds, and no Application of a Tenant does"),
            escape(
                    "an Application in another namespace",
                    ref("millrace.dev/v1alpha1", "Application", "other", "x"),
                    namespace("other")),
            escape("a new namespace", ref("v1", "Namespace", "", "new"), clusterKind("core/Namespace")),
            escape("its own namespace", ref("v1", "Namespace", "", "shop"), clusterKind("core/Namespace")),
            escape(
                    "a definition",
                    ref(CRD, "CustomResourceDefinition", "", "foos.example.com"),
                    clusterKind("apiextensions.k8s.io/CustomResourceDefinition")),
            escape(
                    "an APIService",
                    ref("apiregistration.k8s.io/v1", "APIService", "", "v1.example.com"),
                    clusterKind("apiregistration.k8s.io/APIService")),
            escape(
                    "a mutating webhook",
                    ref("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", "", "x"),
                    clusterKind("admissionregistration.k8s.io/MutatingWebhookConfiguration")),
            escape(
                    "a validating webhook",
                    ref("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "", "x"),
                    clusterKind("admissionregistration.k8s.io/ValidatingWebhookConfiguration")),
            escape(
                    "a priority class",
                    ref("scheduling.k8s.io/v1", "PriorityClass", "", "first"),
                    clusterKind("scheduling.k8s.io/PriorityClass")),
            escape(
                    "a volume of the node",
                    ref("v1", "PersistentVolume", "", "host"),
                    clusterKind("core/PersistentVolume")),
            escape("a node", ref("v1", "Node", "", "node-1"), clusterKind("core/Node")),
            escape(
                    "a kind of the cluster without a group that is known",
                    ref("example.com/v1", "Everything", "", "x"),
                    clusterKind("example.com/Everything")));

    @ParameterizedTest(name = "{0}")
    @FieldSource("ESCAPES")
    void anObjectBeyondTheTenantIsRefusedWithItsReason(String name, ObjectRef ref, String reason) {
        assertThat(SampleTenancy.shop().refusal(ref)).as(name).contains(reason);
        assertThat(SampleTenancy.shop().allows(ref)).isFalse();
    }

    static final List<Arguments> ALLOWED = List.of(
            arguments("its own namespace", "", ref("v1", "ConfigMap", "shop", "x")),
            arguments("any kind there", "", ref("example.com/v1", "Foo", "shop", "x")),
            arguments("an Application beside it", "", ref("millrace.dev/v1alpha1", "Application", "shop", "x")),
            arguments("a destination", "destinations: [shop, shop-*]", ref("v1", "ConfigMap", "shop-2", "x")),
            arguments("a kind by name", "kinds: [core/ConfigMap]", ref("v1", "ConfigMap", "shop", "x")),
            arguments("a kind of a group", "kinds: [apps/*]", ref("apps/v1", "Deployment", "shop", "x")),
            arguments(
                    "a kind in any version",
                    "kinds: [apps/Deployment]",
                    ref("apps/v1beta1", "Deployment", "shop", "x")),
            arguments(
                    "a kind of some groups", "kinds: ['*.example.com/*']", ref("a.example.com/v1", "Foo", "shop", "x")),
            arguments(
                    "a cluster-scoped kind by name",
                    "clusterKinds: [scheduling.k8s.io/PriorityClass]",
                    ref("scheduling.k8s.io/v1", "PriorityClass", "", "x")),
            arguments(
                    "a namespace that is a destination",
                    "clusterKinds: [core/Namespace]\ndestinations: [shop-*]",
                    ref("v1", "Namespace", "", "shop-2")));

    @ParameterizedTest(name = "{0}")
    @FieldSource("ALLOWED")
    void anObjectThatTheTenantNamesIsAllowed(String name, String lines, ObjectRef ref) {
        assertThat(SampleTenancy.shop(lines).refusal(ref)).as(name).isEmpty();
    }

    static final List<Arguments> STRICTER = List.of(
            arguments(
                    "a kind that is not listed",
                    "kinds: [core/ConfigMap]",
                    ref("apps/v1", "Deployment", "shop", "x"),
                    "Tenant shop does not allow the kind apps/Deployment (spec.kinds)"),
            arguments(
                    "a kind of the same name in another group",
                    "kinds: [core/ConfigMap]",
                    ref("example.com/v1", "ConfigMap", "shop", "x"),
                    "Tenant shop does not allow the kind example.com/ConfigMap (spec.kinds)"),
            arguments(
                    "the Applications' own namespace if only others are destinations",
                    "destinations: [shop-2]",
                    ref("v1", "ConfigMap", "shop", "x"),
                    namespace("shop")),
            arguments(
                    "a namespace that is none of the destinations",
                    "clusterKinds: [core/Namespace]",
                    ref("v1", "Namespace", "", "kube-system"),
                    namespace("kube-system")),
            arguments(
                    "the agent's namespace even if it is a destination",
                    "destinations: ['*']",
                    ref("v1", "ConfigMap", "millrace-system", "x"),
                    OWN),
            arguments(
                    "the definition of Applications even if definitions are allowed",
                    "clusterKinds: ['*/*']",
                    ref(CRD, "CustomResourceDefinition", "", "applications.millrace.dev"),
                    "an operator installs the definitions of Millrace's kinds, and no Application of a Tenant does"),
            arguments(
                    "nothing is a destination",
                    "destinations: []",
                    ref("v1", "ConfigMap", "shop", "x"),
                    namespace("shop")));

    @ParameterizedTest(name = "{0}")
    @FieldSource("STRICTER")
    void anObjectThatTheTenantDoesNotNameIsRefused(String name, String lines, ObjectRef ref, String reason) {
        assertThat(SampleTenancy.shop(lines).refusal(ref)).as(name).contains(reason);
    }

    @Test
    void withoutTenantsOnlyTheAgentsOwnIsRefused() {
        TenantPolicy single = SampleTenancy.SINGLE_TEAM.policy("shop");

        List<String> refused = ESCAPES.stream()
                .filter(escape -> !single.allows((ObjectRef) escape.get()[1]))
                .map(escape -> (String) escape.get()[0])
                .toList();

        assertThat(refused)
                .containsExactly(
                        "an applied record",
                        "a health rule",
                        "the Lease",
                        "the Lease of another version",
                        "a Pod beside the agent",
                        "a role in the agent's namespace",
                        "an Application in the agent's namespace",
                        "the agent's namespace itself",
                        "a Tenant",
                        "a Tenant of a later version",
                        "the definition of Tenants");
    }

    @Test
    void aServiceAccountIsAllowedIfItIsNamed() {
        assertThat(SampleTenancy.shop().mayActAs("any")).isTrue();
        assertThat(SampleTenancy.shop("serviceAccounts: [deploy-*]").mayActAs("deploy-web"))
                .isTrue();
        assertThat(SampleTenancy.shop("serviceAccounts: [deploy-*]").mayActAs("default"))
                .isFalse();
        assertThat(SampleTenancy.SINGLE_TEAM.policy("shop").mayActAs("any")).isTrue();
        assertThat(SampleTenancy.of(java.util.Map.of("shop", SampleTenancy.PLAIN))
                        .policy("other")
                        .mayActAs("any"))
                .isFalse();
    }

    @Test
    void aDependencyInAnotherNamespaceIsAllowedIfTheTenantNamesIt() {
        assertThat(SampleTenancy.shop().dependency("shop")).isEmpty();
        assertThat(SampleTenancy.shop("dependsOn: [platform]").dependency("platform"))
                .isEmpty();
        assertThat(SampleTenancy.shop().dependency("platform"))
                .contains("Tenant shop does not allow a dependency in the namespace platform (spec.dependsOn)");
        assertThat(SampleTenancy.SINGLE_TEAM.policy("shop").dependency("platform"))
                .isEmpty();
    }

    @Test
    void theFingerprintChangesWithWhatDecidesAboutObjectsOnly() {
        String plain = SampleTenancy.shop().fingerprint();

        assertThat(SampleTenancy.SINGLE_TEAM.policy("shop").fingerprint()).isEmpty();
        assertThat(SampleTenancy.shop("dependsOn: [platform]").fingerprint()).isEqualTo(plain);
        assertThat(SampleTenancy.shop("kinds: [apps/*]").fingerprint()).isNotEqualTo(plain);
        assertThat(SampleTenancy.shop("destinations: [shop]").fingerprint()).isEqualTo(plain);
    }
}
