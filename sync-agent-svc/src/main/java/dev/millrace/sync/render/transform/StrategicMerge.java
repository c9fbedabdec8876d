package dev.millrace.sync.render.transform;

import dev.millrace.sync.manifest.Content;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md">Strategic
 * merge patches</a>. Lists of the API server's own kinds are merged by the keys that its types define; those of all other kinds are replaced, as
 * kustomize does. New items of a patch come first in a list, as in kustomize.
 */
final class StrategicMerge {
    private static final String DIRECTIVE = "$patch";
    private static final String DELETE_FROM = "$deleteFromPrimitiveList/";
    private static final String RETAIN = "$retainKeys";

    private static final Map<String, List<String>> KEYS = Map.ofEntries(
            Map.entry("containers", List.of("name")),
            Map.entry("initContainers", List.of("name")),
            Map.entry("ephemeralContainers", List.of("name")),
            Map.entry("volumes", List.of("name")),
            Map.entry("env", List.of("name")),
            Map.entry("imagePullSecrets", List.of("name")),
            Map.entry("secrets", List.of("name")),
            Map.entry("webhooks", List.of("name")),
            Map.entry("resourceClaims", List.of("name")),
            Map.entry("volumeMounts", List.of("mountPath")),
            Map.entry("volumeDevices", List.of("devicePath")),
            Map.entry("hostAliases", List.of("ip")),
            Map.entry("topologySpreadConstraints", List.of("topologyKey", "whenUnsatisfiable")),
            Map.entry("ownerReferences", List.of("uid")));

    private final boolean hasKeys;

    /** @param group the object's API group: only the API server's own groups have merge keys */
    StrategicMerge(String group) {
        this.hasKeys = !group.contains(".") || group.endsWith(".k8s.io");
    }

    /** Returns the patched object; empty if the patch deletes it. */
    Optional<Map<String, Object>> merge(Map<String, Object> object, Map<String, Object> patch) {
        return "delete".equals(patch.get(DIRECTIVE)) ? Optional.empty() : Optional.of(maps(object, patch));
    }

    private Map<String, Object> maps(Map<String, Object> base, Map<String, Object> patch) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>();
        if (!"replace".equals(patch.get(DIRECTIVE))) {
            merged.putAll(base);
        }
        if (patch.get(RETAIN) instanceof List<?> kept) {
            merged.keySet().retainAll(kept);
        }
        patch.forEach((key, value) -> {
            if (key.startsWith(DELETE_FROM) && value instanceof List<?> gone) {
                String list = key.substring(DELETE_FROM.length());
                merged.computeIfPresent(
                        list, (name, items) -> items instanceof List<?> all ? without(all, gone) : items);
            } else if (!key.startsWith("$")) {
                entry(merged, key, value);
            }
        });
        return Content.map(merged);
    }

    private void entry(Map<String, @Nullable Object> merged, String key, @Nullable Object value) {
        switch (value) {
            case null -> merged.remove(key);
            case Map<?, ?> map when "delete".equals(map.get(DIRECTIVE)) -> merged.remove(key);
            case Map<?, ?> map -> merged.put(key, maps(Content.map(merged.get(key)), Content.map(map)));
            case List<?> list -> merged.put(key, lists(key, merged.get(key), list));
            default -> merged.put(key, value);
        }
    }

    private static List<Object> without(List<?> all, List<?> gone) {
        List<Object> rest = new ArrayList<>(all);
        rest.removeAll(gone);
        return rest;
    }

    private List<Object> lists(String key, @Nullable Object base, List<?> patch) {
        boolean replaced = patch.stream().anyMatch(item -> "replace".equals(Content.at(item, DIRECTIVE)));
        List<Object> items = new ArrayList<>(patch.stream()
                .filter(item -> !"replace".equals(Content.at(item, DIRECTIVE)))
                .toList());
        if (!(base instanceof List<?> present) || replaced) {
            return bare(items);
        }
        if (key.equals("finalizers")) {
            return union(present, items);
        }
        List<String> keys = keys(key, items);
        boolean mergeable = !keys.isEmpty() && items.stream().allMatch(item -> id(item, keys) != null);
        return mergeable ? byKey(present, items, keys) : bare(items);
    }

    private static List<Object> union(List<?> present, List<Object> more) {
        List<Object> all = new ArrayList<>(present);
        more.stream().filter(one -> !all.contains(one)).forEach(all::add);
        return all;
    }

    private List<String> keys(String key, List<Object> items) {
        if (!hasKeys) {
            return List.of();
        }
        if (key.equals("ports")) {
            boolean container = items.stream().anyMatch(item -> Content.at(item, "containerPort") != null);
            return List.of(container ? "containerPort" : "port", "protocol");
        }
        return KEYS.getOrDefault(key, List.of());
    }

    /** Returns the values that identify an item of a list; null if it lacks its first key. */
    private static @Nullable List<Object> id(@Nullable Object item, List<String> keys) {
        if (Content.at(item, keys.getFirst()) == null) {
            return null;
        }
        return keys.stream()
                .map(key -> Objects.requireNonNullElse(Content.at(item, key), key.equals("protocol") ? "TCP" : ""))
                .toList();
    }

    private List<Object> byKey(List<?> present, List<Object> patch, List<String> keys) {
        Map<List<Object>, Object> changes = new LinkedHashMap<>();
        patch.forEach(item -> changes.put(Objects.requireNonNull(id(item, keys)), item));
        List<Object> merged = new ArrayList<>();
        for (Object item : present) {
            List<Object> id = id(item, keys);
            Object change = id == null ? null : changes.remove(id);
            if (change == null) {
                merged.add(item);
            } else if (!"delete".equals(Content.at(change, DIRECTIVE))) {
                merged.add(maps(Content.map(item), Content.map(change)));
            }
        }
        List<Object> all = bare(new ArrayList<>(changes.values()));
        all.addAll(merged);
        return all;
    }

    /** Prepares items that have no counterpart: removes the directives and what these delete. */
    private List<Object> bare(List<Object> items) {
        List<Object> bare = new ArrayList<>();
        for (Object item : items) {
            if (!(item instanceof Map<?, ?> map)) {
                bare.add(item);
            } else if (!"delete".equals(map.get(DIRECTIVE))) {
                bare.add(maps(Map.of(), Content.map(map)));
            }
        }
        return bare;
    }
}
