package dev.millrace.sync.plan.object;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.manifest.Content;
import dev.millrace.sync.manifest.Manifest;
import java.util.Optional;

/**
 * A role that a binding names and that doesn't exist. An API server refuses such a binding from an agent that may not bind everything, since it
 * doesn't know which rights the binding grants (Kubernetes, registry/rbac/rolebinding/policybased). Once the role exists, the binding may be applied.
 */
public final class MissingRole {
    private static final String GROUP = "rbac.authorization.k8s.io";

    private MissingRole() {}

    /**
     * Returns the role that a refused binding waits for; empty if the object was refused for another reason, or is no binding.
     *
     * @param reason the API server's message
     */
    public static Optional<ObjectRef> of(Manifest refused, String reason) {
        ObjectRef ref = refused.ref();
        boolean binding = ref.group().equals(GROUP)
                && (ref.kind().equals("RoleBinding") || ref.kind().equals("ClusterRoleBinding"));
        String name = text(refused, "name");
        String kind = text(refused, "kind");
        if (!binding || name.isEmpty()) {
            return Optional.empty();
        }
        // Its message names the binding's resource or the role's, with the role's name (measured on v1.35).
        if (!reason.contains("." + GROUP + " \"" + name + "\" not found")) {
            return Optional.empty();
        }
        return switch (kind) {
            case "Role" ->
                ref.namespace().map(there -> new ObjectRef(ref.apiVersion(), kind, Optional.of(there), name));
            case "ClusterRole" -> Optional.of(new ObjectRef(ref.apiVersion(), kind, Optional.empty(), name));
            default -> Optional.empty();
        };
    }

    private static String text(Manifest binding, String field) {
        return Content.at(binding.content(), "roleRef", field) instanceof String text ? text : "";
    }
}
