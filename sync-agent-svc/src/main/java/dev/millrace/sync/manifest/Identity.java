package dev.millrace.sync.manifest;

import dev.millrace.events.value.ObjectRef;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The fields that identify an object. They become parts of URLs, log lines and messages, so an identity that the API server would reject
 * is rejected here.
 */
final class Identity {
    private static final Pattern API_VERSION =
            Pattern.compile("([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[a-z][a-z0-9]{0,62}");
    private static final Pattern KIND = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,62}");
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    /** A path segment, by the API server's own rule for names of any kind. */
    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[^/%\\p{Cntrl}\\s]{1,253}");

    private Identity() {}

    private static final Pattern SHOWN = Pattern.compile("[-.A-Za-z0-9]{1,253}");

    /** Returns the object's kind and name with a colon, as far as a message can hold them. */
    static String label(Map<String, Object> content) {
        Object name = Content.at(content, "metadata", "name");
        Object generated = Content.at(content, "metadata", "generateName");
        if (!(content.get("kind") instanceof String kind) || !KIND.matcher(kind).matches()) {
            return "";
        }
        String shown = name instanceof String text ? text : generated instanceof String prefix ? prefix : "";
        return SHOWN.matcher(shown).matches() ? kind + " " + shown + ": " : kind + ": ";
    }

    /** The identity in an object's content, or why it is invalid. */
    sealed interface Named {
        record Of(ObjectRef ref) implements Named {}

        record Impossible(String reason) implements Named {}
    }

    static Named of(Map<String, Object> content) {
        if (!(content.get("apiVersion") instanceof String apiVersion) || apiVersion.isBlank()) {
            return new Named.Impossible("no Kubernetes object: it has no apiVersion");
        }
        if (!(content.get("kind") instanceof String kind) || kind.isBlank()) {
            return new Named.Impossible("no Kubernetes object: it has no kind");
        }
        if (!API_VERSION.matcher(apiVersion).matches()) {
            return new Named.Impossible("no Kubernetes object: its apiVersion is none");
        }
        if (!KIND.matcher(kind).matches()) {
            return new Named.Impossible("no Kubernetes object: its kind is no name of a kind");
        }
        return named(apiVersion, kind, content);
    }

    private static Named named(String apiVersion, String kind, Map<String, Object> content) {
        if (!(Content.at(content, "metadata", "name") instanceof String name) || name.isBlank()) {
            boolean generated = Content.at(content, "metadata", "generateName") != null;
            return new Named.Impossible(
                    kind + (generated ? " with generateName: it needs a fixed name" : " without metadata.name"));
        }
        if (!NAME.matcher(name).matches()) {
            return new Named.Impossible(kind + " whose metadata.name can be no name");
        }
        Object namespace = Content.at(content, "metadata", "namespace");
        if (!(namespace instanceof String text) || text.isBlank()) {
            return new Named.Of(new ObjectRef(apiVersion, kind, Optional.empty(), name));
        }
        return NAMESPACE.matcher(text).matches()
                ? new Named.Of(new ObjectRef(apiVersion, kind, Optional.of(text), name))
                : new Named.Impossible(kind + " " + name + " whose metadata.namespace can be no namespace");
    }
}
