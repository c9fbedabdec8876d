package dev.millrace.sync.manifest.guard;

import java.util.Map;
import java.util.Set;

/** The extent to which the fields of an object's kind are known. */
enum BuiltIn {
    /** A kind of Kubernetes itself. */
    YES,
    /** A custom kind: only its metadata and pod templates have known fields. */
    NO,
    /** A definition of a kind: its schema has field names where other kinds have values. */
    DEFINITION;

    private static final Set<String> GROUPS = Set.of(
            "",
            "apps",
            "autoscaling",
            "batch",
            "extensions",
            "policy",
            "admissionregistration.k8s.io",
            "apiregistration.k8s.io",
            "certificates.k8s.io",
            "coordination.k8s.io",
            "discovery.k8s.io",
            "events.k8s.io",
            "flowcontrol.apiserver.k8s.io",
            "networking.k8s.io",
            "node.k8s.io",
            "rbac.authorization.k8s.io",
            "resource.k8s.io",
            "scheduling.k8s.io",
            "storage.k8s.io");

    static BuiltIn of(Map<String, Object> content) {
        if (Guard.text(content, "kind").equals("CustomResourceDefinition")) {
            return DEFINITION;
        }
        return GROUPS.contains(Guard.group(content)) ? YES : NO;
    }
}
