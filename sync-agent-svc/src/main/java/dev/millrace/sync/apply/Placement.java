package dev.millrace.sync.apply;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.manifest.Content;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.manifest.Unreadable;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Decides the namespace of each object: its own, the destination's, or none for cluster-scoped kinds. */
public final class Placement {
    private final Function<ObjectRef, Optional<ResourceDefinitionContext>> kinds;

    public Placement(Kinds kinds) {
        this(kinds::of);
    }

    /** @param kinds the resource by which the API server serves an object's kind; empty if it doesn't */
    Placement(Function<ObjectRef, Optional<ResourceDefinitionContext>> kinds) {
        this.kinds = kinds;
    }

    /**
     * Returns the manifests with their namespaces. For a kind that the cluster doesn't know yet, the manifests' own definitions are searched. While the
     * API group of an unknown kind doesn't answer, an object without a namespace is placed like an object of a namespaced kind, and reported: until the
     * kind is known, no object may be pruned that could be this one.
     */
    public Manifests place(Manifests manifests, String destination) {
        Map<String, Boolean> defined = definitions(manifests);
        List<Manifest> placed = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>(manifests.unreadable());
        for (Manifest manifest : manifests.objects()) {
            try {
                placed.add(place(manifest, kinds.apply(manifest.ref()), defined, destination));
            } catch (KindUnavailable e) {
                placed.add(place(manifest, Optional.empty(), defined, destination));
                if (manifest.ref().namespace().isEmpty() && !defined.containsKey(key(manifest))) {
                    unreadable.add(new Unreadable(
                            manifest.origin(),
                            "it can't be determined whether " + manifest.ref() + " belongs into a namespace: "
                                    + e.reason()));
                }
            }
        }
        return new Manifests(placed, unreadable, manifests.notices());
    }

    private static Manifest place(
            Manifest manifest,
            Optional<ResourceDefinitionContext> kind,
            Map<String, Boolean> defined,
            String destination) {
        boolean namespaced = kind.map(ResourceDefinitionContext::isNamespaceScoped)
                .or(() -> Optional.ofNullable(defined.get(key(manifest))))
                .orElse(true);
        if (!namespaced) {
            return manifest.clusterScoped();
        }
        return manifest.ref().namespace().isPresent() ? manifest : manifest.inNamespace(destination);
    }

    private static String key(Manifest manifest) {
        return manifest.ref().group() + "/" + manifest.ref().kind();
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
