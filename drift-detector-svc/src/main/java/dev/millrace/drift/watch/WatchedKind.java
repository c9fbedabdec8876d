package dev.millrace.drift.watch;

import dev.millrace.events.value.ObjectRef;

/**
 * All objects of a kind in one namespace.
 *
 * @param namespace empty for cluster-scoped kinds
 */
public record WatchedKind(String apiVersion, String kind, String namespace) {

    /** The kind of an object in its namespace. */
    public static WatchedKind of(ObjectRef ref) {
        return new WatchedKind(ref.apiVersion(), ref.kind(), ref.namespace().orElse(""));
    }

    boolean isOfVersion(String version) {
        return apiVersion.substring(apiVersion.indexOf('/') + 1).equals(version);
    }

    @Override
    public String toString() {
        return apiVersion + " " + kind + (namespace.isEmpty() ? "" : " in " + namespace);
    }
}
