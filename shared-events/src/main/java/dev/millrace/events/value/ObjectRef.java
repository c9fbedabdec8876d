package dev.millrace.events.value;

import java.util.Optional;

/**
 * A reference to a Kubernetes object.
 *
 * @param apiVersion group and version as in a manifest, such as {@code apps/v1}
 * @param namespace absent for a cluster-scoped object
 */
public record ObjectRef(String apiVersion, String kind, Optional<String> namespace, String name) {

    public ObjectRef {
        if (apiVersion.isBlank() || kind.isBlank() || name.isBlank()) {
            throw new IllegalArgumentException(
                    "an object needs apiVersion, kind and name: " + apiVersion + " " + kind + " " + name);
        }
    }

    /** The API group; empty for the core group. */
    public String group() {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    /** The identity without the API version: {@code group/Kind/namespace/name}; absent parts are empty. */
    public String identity() {
        return group() + "/" + kind + "/" + namespace.orElse("") + "/" + name;
    }

    @Override
    public String toString() {
        return kind + " " + namespace.map(n -> n + "/").orElse("") + name;
    }
}
