package dev.millrace.updater.migrate;

import java.util.Map;

/**
 * A Kubernetes object in a file.
 *
 * @param namespace empty if the file does not name it
 */
public record SourceObject(
        Origin origin,
        String group,
        String version,
        String kind,
        String namespace,
        String name,
        Map<String, String> labels,
        Settings settings) {

    /** The object for notes: {@code ImagePolicy flux-system/web}. */
    public String title() {
        return title(kind, namespace, name);
    }

    static String title(String kind, String namespace, String name) {
        return kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
    }
}
