package dev.millrace.drift.audit;

import dev.millrace.events.value.ObjectRef;
import java.util.Locale;

/**
 * The object of a request, by which writes and drifts are joined.
 *
 * @param group the API group; empty for the core group
 * @param resource the plural name of the kind, in lower case
 * @param namespace empty for a cluster-scoped object
 */
record AuditedObject(String group, String resource, String namespace, String name) {

    /**
     * The object of a drift. Its resource is guessed from the kind as Kubernetes does it ({@code meta.UnsafeGuessKindToResource}); a kind with
     * another plural is joined with no write, so nobody is named.
     */
    static AuditedObject of(ObjectRef ref) {
        return new AuditedObject(
                ref.group(), plural(ref.kind()), ref.namespace().orElse(""), ref.name());
    }

    private static String plural(String kind) {
        String singular = kind.toLowerCase(Locale.ROOT);
        if (singular.equals("endpoints")) {
            return singular;
        }
        if (singular.endsWith("s")) {
            return singular + "es";
        }
        return singular.endsWith("y") ? singular.substring(0, singular.length() - 1) + "ies" : singular + "s";
    }
}
