package dev.millrace.sync.named;

import dev.millrace.cluster.application.reference.ReferenceKind;
import dev.millrace.cluster.application.reference.ValuesReference;

/** A ConfigMap or Secret. */
public record Named(ReferenceKind kind, String namespace, String name) {

    public static Named of(ValuesReference reference, String namespace) {
        return new Named(reference.kind(), namespace, reference.name());
    }

    @Override
    public String toString() {
        return kind + " " + namespace + "/" + name;
    }
}
