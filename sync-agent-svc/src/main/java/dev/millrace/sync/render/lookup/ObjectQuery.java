package dev.millrace.sync.render.lookup;

import dev.millrace.events.value.ObjectRef;

/**
 * A selection of objects, as {@code lookup} describes it.
 *
 * @param apiVersion selects its group; the version has no meaning
 * @param namespace empty for objects of all namespaces, or for a cluster-scoped object
 * @param name empty for all objects
 */
public record ObjectQuery(String apiVersion, String kind, String namespace, String name) {

    public boolean selects(ObjectRef ref) {
        return ref.group().equals(group())
                && ref.kind().equals(kind)
                && (name.isEmpty() || name.equals(ref.name()))
                && ref.namespace().map(this::selectsNamespace).orElse(true);
    }

    /** A single object is found in its own namespace only. */
    private boolean selectsNamespace(String other) {
        return namespace.isEmpty() ? name.isEmpty() : namespace.equals(other);
    }

    private String group() {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }
}
