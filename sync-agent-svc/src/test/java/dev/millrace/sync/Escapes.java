package dev.millrace.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.testbed.delivery.PublishedEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Objects by which the Application of a Tenant tries to leave its namespace. */
final class Escapes {
    /** The objects in {@link #files}. */
    static final List<String> NAMES = List.of(
            "ClusterRole escape",
            "ClusterRoleBinding escape",
            "RoleBinding escape",
            "ConfigMap settings",
            "Secret escape",
            "ConfigMap escape-rules",
            "Lease escape",
            "Tenant escape",
            "Namespace millrace-system",
            "Namespace escape",
            "Namespace kube-system",
            "Application escape",
            "CustomResourceDefinition applications.millrace.dev",
            "CustomResourceDefinition escapes.example.com",
            "APIService v1.escape.example.com",
            "MutatingWebhookConfiguration escape",
            "PriorityClass escape",
            "ConfigMap owned");

    /** Objects in the agent's namespace, or of its own. */
    static final String OWN = """
            apiVersion: v1
            kind: Secret
            metadata: {name: escape, namespace: millrace-system, labels: {millrace.dev/application-uid: other}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: escape-rules, namespace: millrace-system, labels: {millrace.dev/health-rules: "true"}}
            ---
            apiVersion: coordination.k8s.io/v1
            kind: Lease
            metadata: {name: escape, namespace: millrace-system}
            spec: {holderIdentity: escape}
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: millrace-system}
            ---
            apiVersion: millrace.dev/v1alpha1
            kind: Tenant
            metadata: {name: escape}
            spec: {namespaces: ['*'], repositories: ['**'], clusterKinds: ['*/*']}
            """;

    /** A template of a chart that is a hook. */
    static final String HOOK = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: escape-hook, annotations: {helm.sh/hook: pre-install}}
            rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]
            """;

    /** Health rules, with the place of their name. */
    static final String RULES = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: %s, labels: {millrace.dev/health-rules: "true"}}
            data: {rules.yaml: "[{kinds: [tenancy.example.com/Thing], otherwise: Degraded}]"}
            """;

    private static final String RIGHTS = """
            apiVersion: v1
            kind: List
            items:
            - apiVersion: rbac.authorization.k8s.io/v1
              kind: ClusterRole
              metadata: {name: escape}
              rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]
            - apiVersion: rbac.authorization.k8s.io/v1
              kind: ClusterRoleBinding
              metadata: {name: escape, namespace: %1$s}
              roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: escape}
              subjects: [{kind: ServiceAccount, name: default, namespace: default}]
            - apiVersion: rbac.authorization.k8s.io/v1
              kind: RoleBinding
              metadata: {name: escape, namespace: kube-system}
              roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
              subjects: [{kind: ServiceAccount, name: default, namespace: default}]
            """;

    private static final String CLUSTER = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: applications.millrace.dev}
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: escapes.example.com}
            spec:
              group: example.com
              names: {kind: Escape, plural: escapes}
              scope: Cluster
              versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
            ---
            apiVersion: apiregistration.k8s.io/v1
            kind: APIService
            metadata: {name: v1.escape.example.com}
            spec: {group: escape.example.com, version: v1, groupPriorityMinimum: 1, versionPriority: 1}
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingWebhookConfiguration
            metadata: {name: escape}
            ---
            apiVersion: scheduling.k8s.io/v1
            kind: PriorityClass
            metadata: {name: escape}
            value: 1000000000
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: escape}
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: kube-system}
            """;

    private static final String OTHERS = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings, namespace: %1$s}
            data: {value: ours}
            ---
            apiVersion: millrace.dev/v1alpha1
            kind: Application
            metadata: {name: escape, namespace: %1$s}
            spec: {source: {repository: 'https://git.example.com/shop/web'}, destination: {namespace: %1$s}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: owned
              ownerReferences: [{apiVersion: v1, kind: Namespace, name: kube-system, uid: "1", blockOwnerDeletion: true}]
            """;

    private Escapes() {}

    /** Returns the reason of each failure, by kind and name of the object. */
    static Map<String, String> failures(PublishedEvent outcome) {
        Map<String, String> failures = new TreeMap<>();
        for (JsonNode failure : outcome.value().path("failures")) {
            failures.put(
                    failure.at("/object/kind").asText() + " "
                            + failure.at("/object/name").asText(),
                    failure.path("reason").asText());
        }
        return failures;
    }

    /** @param victim a namespace of others */
    static Map<String, String> files(String victim) {
        return Map.of(
                "rights.yaml",
                RIGHTS.formatted(victim),
                "own.yaml",
                OWN,
                "cluster.yaml",
                CLUSTER,
                "others.yaml",
                OTHERS.formatted(victim));
    }
}
