package dev.millrace.updater.edit.form;

import dev.millrace.updater.edit.text.Manifest;
import dev.millrace.updater.edit.text.Node;
import dev.millrace.updater.edit.text.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the images of containers in manifests, lists, custom resources, and patches of them: also of the steps and sidecars of Tekton, and of the
 * templates of Argo Workflows.
 */
final class Containers {
    private static final List<String> KEYS = List.of(
            "containers",
            "initContainers",
            "ephemeralContainers",
            "container",
            "script",
            "sidecars",
            "steps",
            "stepTemplate");

    private Containers() {}

    static List<Scalar> images(Manifest manifest) {
        List<Scalar> images = new ArrayList<>();
        for (Node.Mapping mapping : manifest.mappings()) {
            for (String key : KEYS) {
                Node containers = mapping.entries().get(key);
                if (containers != null && containers.resolved() instanceof Node.Sequence sequence) {
                    sequence.items().forEach(item -> image(item.resolved(), images));
                } else if (containers != null) {
                    image(containers.resolved(), images);
                }
            }
            ofPatch(mapping, images);
        }
        return images;
    }

    private static void image(Node container, List<Scalar> images) {
        if (container instanceof Node.Mapping mapping) {
            mapping.text("image").ifPresent(images::add);
        }
    }

    /** Adds the value of a JSON patch operation (RFC 6902) that sets a container's image. */
    private static void ofPatch(Node.Mapping mapping, List<Scalar> images) {
        boolean sets = mapping.entries().containsKey("op")
                && mapping.text("path")
                        .filter(path -> path.value().endsWith("/image")
                                && KEYS.stream().anyMatch(key -> path.value().contains("/" + key + "/")))
                        .isPresent();
        if (sets) {
            mapping.text("value").ifPresent(images::add);
        }
    }
}
