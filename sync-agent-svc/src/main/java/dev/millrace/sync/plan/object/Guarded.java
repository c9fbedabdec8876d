package dev.millrace.sync.plan.object;

import dev.millrace.events.value.ObjectRef;

/** Objects whose deletion deletes others: a Namespace with everything in it, a CustomResourceDefinition with all objects of its kind. */
public final class Guarded {
    private Guarded() {}

    /** Returns true if the object may be deleted or replaced only if that deletes no objects of others, or is confirmed. */
    public static boolean is(ObjectRef ref) {
        return isNamespace(ref) || isDefinition(ref);
    }

    public static boolean isNamespace(ObjectRef ref) {
        return ref.kind().equals("Namespace") && ref.group().isEmpty();
    }

    /** Returns true for a claim, whose deletion may delete the volume with its data. */
    public static boolean isVolumeClaim(ObjectRef ref) {
        return ref.kind().equals("PersistentVolumeClaim") && ref.group().isEmpty();
    }

    public static boolean isDefinition(ObjectRef ref) {
        return ref.kind().equals("CustomResourceDefinition") && ref.group().equals("apiextensions.k8s.io");
    }
}
