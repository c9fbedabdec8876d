package dev.millrace.sync.render.transform;

import dev.millrace.cluster.application.render.ImageSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Replaces images of containers, at any depth, as kustomize's {@code images} do. */
record Images(List<ImageSpec> specs) {
    private static final Set<String> CONTAINERS = Set.of("containers", "initContainers", "ephemeralContainers");

    @Nullable
    Object in(@Nullable Object value) {
        if (specs.isEmpty()) {
            return value;
        }
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, child) -> copy.put(
                        key, CONTAINERS.contains(key) && child instanceof List<?> list ? containers(list) : in(child)));
                yield copy;
            }
            case List<?> list -> list.stream().map(this::in).toList();
            case null, default -> value;
        };
    }

    private List<@Nullable Object> containers(List<?> containers) {
        return containers.stream().<@Nullable Object>map(this::container).toList();
    }

    private @Nullable Object container(@Nullable Object container) {
        if (!(container instanceof Map<?, ?> map) || !(map.get("image") instanceof String image)) {
            return in(container);
        }
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>(map);
        copy.put("image", replaced(image));
        return copy;
    }

    private String replaced(String image) {
        int at = image.indexOf('@');
        String tagged = at < 0 ? image : image.substring(0, at);
        int colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
        String name = colon < 0 ? tagged : tagged.substring(0, colon);
        String rest = image.substring(name.length());
        return specs.stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .map(spec -> replaced(spec, rest))
                .orElse(image);
    }

    private static String replaced(ImageSpec spec, String rest) {
        String name = spec.newName() == null ? spec.name() : spec.newName();
        if (spec.newTag() == null && spec.digest() == null) {
            return name + rest;
        }
        return name
                + (spec.newTag() == null ? "" : ":" + spec.newTag())
                + (spec.digest() == null ? "" : "@" + spec.digest());
    }
}
