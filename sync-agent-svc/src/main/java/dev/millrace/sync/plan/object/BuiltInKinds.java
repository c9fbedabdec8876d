package dev.millrace.sync.plan.object;

import dev.millrace.events.value.ObjectRef;
import java.util.Set;

/** The API groups that Kubernetes itself serves. Others are served for CustomResourceDefinitions or by aggregated API servers. */
public final class BuiltInKinds {
    private static final Set<String> GROUPS = Set.of(
            "",
            "admissionregistration.k8s.io",
            "apiextensions.k8s.io",
            "apiregistration.k8s.io",
            "apps",
            "authentication.k8s.io",
            "authorization.k8s.io",
            "autoscaling",
            "batch",
            "certificates.k8s.io",
            "coordination.k8s.io",
            "discovery.k8s.io",
            "events.k8s.io",
            "extensions",
            "flowcontrol.apiserver.k8s.io",
            "internal.apiserver.k8s.io",
            "networking.k8s.io",
            "node.k8s.io",
            "policy",
            "rbac.authorization.k8s.io",
            "resource.k8s.io",
            "scheduling.k8s.io",
            "storage.k8s.io",
            "storagemigration.k8s.io");

    private BuiltInKinds() {}

    /** Returns true if an operator may have to act on the object, for instance to remove its finalizer. */
    public static boolean isCustom(ObjectRef ref) {
        return isCustom(ref.group());
    }

    /** Returns true for a group that Kubernetes itself doesn't serve. */
    public static boolean isCustom(String group) {
        return !GROUPS.contains(group);
    }
}
