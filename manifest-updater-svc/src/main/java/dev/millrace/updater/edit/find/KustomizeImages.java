package dev.millrace.updater.edit.find;

import dev.millrace.updater.edit.text.Manifest;
import dev.millrace.updater.edit.text.Scalar;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code images} of a kustomization.
 *
 * @see <a href="https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/images/">kustomize: images</a>
 */
final class KustomizeImages {
    private static final Set<String> FILES = Set.of("kustomization.yaml", "kustomization.yml", "Kustomization");
    private static final Set<String> KINDS = Set.of("Kustomization", "Component");

    private KustomizeImages() {}

    /** One entry, its fields by name. */
    record Entry(Map<String, Scalar> fields) {
        boolean names(String image) {
            return is("name", image) || is("newName", image);
        }

        private boolean is(String field, String image) {
            return Optional.ofNullable(fields.get(field))
                    .filter(scalar -> scalar.value().equals(image))
                    .isPresent();
        }

        Optional<Scalar> tag() {
            return Optional.ofNullable(fields.get("newTag"));
        }

        Optional<Scalar> digest() {
            return Optional.ofNullable(fields.get("digest"));
        }

        int start() {
            return fields.values().stream().mapToInt(Scalar::start).min().orElse(0);
        }
    }

    static Collection<Entry> of(String path, Manifest manifest) {
        boolean byName = FILES.contains(path.substring(path.lastIndexOf('/') + 1));
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Scalar scalar : manifest.scalars()) {
            List<String> steps = scalar.path();
            if (steps.size() == 3
                    && steps.getFirst().equals("images")
                    && steps.get(1).startsWith("[")
                    && (byName || isKustomization(manifest, scalar.document()))) {
                entries.computeIfAbsent(scalar.document() + steps.get(1), key -> new Entry(new HashMap<>()))
                        .fields()
                        .put(steps.getLast(), scalar);
            }
        }
        return entries.values();
    }

    private static boolean isKustomization(Manifest manifest, int document) {
        return manifest.scalars().stream()
                        .anyMatch(s -> s.document() == document
                                && s.path().equals(List.of("kind"))
                                && KINDS.contains(s.value()))
                && manifest.scalars().stream()
                        .anyMatch(s -> s.document() == document
                                && s.path().equals(List.of("apiVersion"))
                                && s.value().startsWith("kustomize.config.k8s.io/"));
    }
}
