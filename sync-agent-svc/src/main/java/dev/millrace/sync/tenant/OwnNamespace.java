package dev.millrace.sync.tenant;

import dev.millrace.cluster.tenant.Tenant;
import dev.millrace.events.value.ObjectRef;
import java.util.Optional;

/** The namespace of the agent: its applied records, health rules and Lease. Nothing in it is an Application's, whatever its rights. */
public record OwnNamespace(String name) {
    public static final String DEFAULT = "millrace-system";

    /** Returns the reason why no Application may have the object; empty if one may. */
    Optional<String> refusal(ObjectRef ref) {
        if (ref.namespace().filter(name::equals).isPresent()) {
            return Optional.of(
                    "the namespace " + name + " is the agent's own, and no Application changes anything in it");
        }
        if (ref.group().isEmpty()
                && ref.kind().equals("Namespace")
                && ref.name().equals(name)) {
            return Optional.of("it is the agent's own namespace, which no Application changes");
        }
        if (ref.group().equals(Tenant.GROUP) && ref.kind().equals(Tenant.KIND)) {
            return Optional.of("an operator writes Tenants, and no Application does");
        }
        return isDefinition(ref) && ref.name().equals(Tenant.DEFINITION)
                ? Optional.of("an operator installs the definition of Tenants, and no Application does")
                : Optional.empty();
    }

    /** Returns true if the object is the definition of one of Millrace's own kinds. */
    static boolean isOwnDefinition(ObjectRef ref) {
        return isDefinition(ref) && ref.name().endsWith("." + Tenant.GROUP);
    }

    private static boolean isDefinition(ObjectRef ref) {
        return ref.group().equals("apiextensions.k8s.io") && ref.kind().equals("CustomResourceDefinition");
    }
}
