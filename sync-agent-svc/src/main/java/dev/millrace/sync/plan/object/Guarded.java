package dev.millrace.sync.plan.object;

import dev.millrace.events.value.ObjectRef;

/** Objects whose deletion deletes others: a Namespace with all that it holds, a CustomResourceDefinition with all objects of its kind. */
public final class Guarded {
    private Guarded() {}

    /** Whether the object may be deleted or replaced only if that deletes nobody else's objects, or is confirmed. */
    public static boolean is(ObjectRef ref) {
        return isNamespace(ref) || isDefinition(ref);
    }

    public static boolean isNamespace(ObjectRef ref) {
        return ref.kind().equals("Namespace") && ref.group().isEmpty();
    }

    public static boolean isDefinition(ObjectRef ref) {
        return ref.kind().equals("CustomResourceDefinition") && ref.group().equals("apiextensions.k8s.io");
    }
}
