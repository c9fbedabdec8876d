package dev.millrace.sync.render.transform;

import dev.millrace.sync.manifest.Content;
import dev.millrace.sync.manifest.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Moves objects to one namespace, together with the references of other objects to it. */
final class Namespaces {
    private static final Set<String> BINDINGS = Set.of("RoleBinding", "ClusterRoleBinding");
    private static final Set<String> CALLERS = Set.of(
            "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration", "APIService", "CustomResourceDefinition");

    private final String namespace;
    private final Set<String> accounts;
    private final Set<String> services;

    private Namespaces(String namespace, List<Manifest> all) {
        this.namespace = namespace;
        this.accounts = names(all, "ServiceAccount");
        this.services = names(all, "Service");
    }

    /** Objects of cluster-scoped kinds lose the namespace again where the scope of kinds is known. */
    static List<Manifest> move(List<Manifest> all, String namespace) {
        Namespaces move = new Namespaces(namespace, all);
        return all.stream().map(move::move).toList();
    }

    private static Set<String> names(List<Manifest> all, String kind) {
        return all.stream()
                .filter(m -> m.ref().kind().equals(kind))
                .map(m -> m.ref().name())
                .collect(Collectors.toUnmodifiableSet());
    }

    private Manifest move(Manifest manifest) {
        Manifest moved = manifest.inNamespace(namespace);
        String kind = manifest.ref().kind();
        if (BINDINGS.contains(kind) && moved.content().get("subjects") instanceof List<?> subjects) {
            Map<String, Object> content = new LinkedHashMap<>(moved.content());
            content.put("subjects", subjects.stream().map(this::subject).toList());
            return moved.with(content);
        }
        return CALLERS.contains(kind) ? moved.with(Content.map(called(moved.content()))) : moved;
    }

    private Object subject(Object subject) {
        Map<String, Object> copy = Content.map(subject);
        boolean ours = "ServiceAccount".equals(copy.get("kind"))
                && copy.get("name") instanceof String name
                && (accounts.contains(name) || name.equals("default"));
        if (ours) {
            copy.put("namespace", namespace);
        }
        return copy;
    }

    private @Nullable Object called(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, child) -> copy.put(key, "service".equals(key) ? service(child) : called(child)));
                yield copy;
            }
            case List<?> list ->
                list.stream().<@Nullable Object>map(this::called).toList();
            case null, default -> value;
        };
    }

    private @Nullable Object service(@Nullable Object service) {
        if (!(Content.at(service, "name") instanceof String name) || !services.contains(name)) {
            return service;
        }
        Map<String, Object> copy = Content.map(service);
        copy.put("namespace", namespace);
        return copy;
    }
}
