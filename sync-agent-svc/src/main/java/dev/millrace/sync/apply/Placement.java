package dev.millrace.sync.apply;

import dev.millrace.sync.manifest.Content;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.Manifests;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Decides the namespace of each object: its own, the destination's, or none for kinds that have none. */
public final class Placement {
    private final Kinds kinds;

    public Placement(Kinds kinds) {
        this.kinds = kinds;
    }

    /** The same manifests, placed. A kind that the cluster doesn't know yet is looked up among the manifests' own definitions. */
    public Manifests place(Manifests manifests, String destination) {
        Map<String, Boolean> defined = definitions(manifests);
        return new Manifests(
                manifests.objects().stream()
                        .map(manifest -> place(manifest, defined, destination))
                        .toList(),
                manifests.unreadable(),
                manifests.notices());
    }

    private Manifest place(Manifest manifest, Map<String, Boolean> defined, String destination) {
        boolean namespaced = kinds.of(manifest.ref())
                .map(kind -> kind.isNamespaceScoped())
                .or(() -> Optional.ofNullable(defined.get(
                        manifest.ref().group() + "/" + manifest.ref().kind())))
                .orElse(true);
        if (!namespaced) {
            return manifest.clusterScoped();
        }
        return manifest.ref().namespace().isPresent() ? manifest : manifest.inNamespace(destination);
    }

    private static Map<String, Boolean> definitions(Manifests manifests) {
        Map<String, Boolean> namespaced = new HashMap<>();
        manifests.objects().stream()
                .filter(m -> m.ref().kind().equals("CustomResourceDefinition"))
                .map(m -> Content.map(m.content().get("spec")))
                .forEach(spec -> namespaced.put(
                        spec.get("group") + "/" + Content.at(spec, "names", "kind"),
                        "Namespaced".equals(spec.get("scope"))));
        return namespaced;
    }
}
