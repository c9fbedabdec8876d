package dev.millrace.updater.edit.form;

import dev.millrace.events.value.ImageName;
import dev.millrace.updater.edit.find.WrittenImage;
import dev.millrace.updater.edit.text.Manifest;
import dev.millrace.updater.edit.text.Node;
import java.util.List;
import java.util.Set;

/**
 * Finds the {@code images} of kustomizations and of Flux' Kustomization resources.
 *
 * @see <a href="https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/images/">kustomize: images</a>
 */
final class KustomizeImages {
    private static final Set<String> FILES = Set.of("kustomization.yaml", "kustomization.yml", "Kustomization");
    private static final Set<String> KINDS = Set.of("Kustomization", "Component");

    private KustomizeImages() {}

    static List<Node.Mapping> entries(String path, Manifest manifest) {
        boolean named = isKustomization(path);
        return manifest.roots().stream()
                .filter(Node.Mapping.class::isInstance)
                .map(Node.Mapping.class::cast)
                .flatMap(root -> {
                    if (is(root, "kustomize.toolkit.fluxcd.io/")) {
                        return root.get("spec").stream()
                                .filter(Node.Mapping.class::isInstance)
                                .flatMap(spec -> ((Node.Mapping) spec).get("images").stream());
                    }
                    return named || is(root, "kustomize.config.k8s.io/")
                            ? root.get("images").stream()
                            : List.<Node>of().stream();
                })
                .filter(Node.Sequence.class::isInstance)
                .flatMap(list -> ((Node.Sequence) list).items().stream())
                .map(Node::resolved)
                .filter(Node.Mapping.class::isInstance)
                .map(Node.Mapping.class::cast)
                .toList();
    }

    /** Returns true if kustomize puts this image into the manifests: by the new name, if the entry has one. */
    static boolean isOf(Node.Mapping entry, ImageName image) {
        return entry.filled("newName")
                .or(() -> entry.text("name"))
                .filter(name -> new WrittenImage(name.value(), "", "").names(image))
                .isPresent();
    }

    static boolean isKustomization(String path) {
        return FILES.contains(path.substring(path.lastIndexOf('/') + 1));
    }

    /** Returns true if kustomize itself reads the file, by its name or kind. */
    static boolean isKustomization(String path, Manifest manifest) {
        return isKustomization(path)
                || (manifest.roots().size() == 1
                        && manifest.roots().getFirst() instanceof Node.Mapping root
                        && is(root, "kustomize.config.k8s.io/"));
    }

    private static boolean is(Node.Mapping root, String group) {
        return root.text("kind").filter(kind -> KINDS.contains(kind.value())).isPresent()
                && root.text("apiVersion")
                        .filter(version -> version.value().startsWith(group))
                        .isPresent();
    }
}
