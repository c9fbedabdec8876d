package dev.millrace.sync.manifest;

import dev.millrace.events.value.ImageReference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the images of an object: those of containers at any depth, as written, and in the spec the full references under fields whose names contain
 * {@code image}, as custom resources have them. Other text is never taken for an image, because it may be anything.
 */
final class ImageSearch {
    private static final Set<String> CONTAINERS = Set.of("containers", "initContainers");
    private static final int MAX_CHARACTERS = 512;

    private final Set<String> found = new LinkedHashSet<>();

    private ImageSearch() {}

    /** Returns the images in an object's content, each once. */
    static List<String> in(Map<String, Object> content) {
        ImageSearch search = new ImageSearch();
        content.forEach((key, value) -> search.field(key, value, false, "spec".equals(key)));
        return List.copyOf(search.found);
    }

    /**
     * @param image true below a field whose name contains {@code image}
     * @param spec true in the spec
     */
    private void value(@Nullable Object value, boolean image, boolean spec) {
        switch (value) {
            case Map<?, ?> map -> {
                if (image) {
                    parts(map);
                }
                map.forEach((key, child) -> field(String.valueOf(key), child, image, spec));
            }
            case List<?> list -> list.forEach(child -> value(child, image, spec));
            case String text when image -> reference(text);
            case null, default -> {}
        }
    }

    private void field(String name, @Nullable Object value, boolean image, boolean spec) {
        if (CONTAINERS.contains(name) && value instanceof List<?> containers) {
            containers.forEach(this::container);
        } else {
            value(value, image || (spec && name.toLowerCase(Locale.ROOT).contains("image")), spec);
        }
    }

    private void container(@Nullable Object container) {
        if (Content.map(container).get("image") instanceof String image) {
            found.add(image);
        }
    }

    /** The parts of a reference in fields of their own, as in values of charts. */
    private void parts(Map<?, ?> map) {
        if (map.get("repository") instanceof String repository) {
            String tag = map.get("tag") instanceof String text && !text.isBlank() ? ":" + text : "";
            String digest = map.get("digest") instanceof String text && !text.isBlank() ? "@" + text : "";
            reference(repository + tag + digest);
        }
    }

    private void reference(String text) {
        if (text.length() <= MAX_CHARACTERS && text.contains("/") && isReference(text)) {
            found.add(text);
        }
    }

    /** A name alone selects no image. */
    private static boolean isReference(String text) {
        try {
            ImageReference reference = ImageReference.parse(text);
            return reference.tag().isPresent() || reference.digest().isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
