package dev.millrace.sync.render.transform;

import dev.millrace.cluster.application.ApplicationSpec;
import dev.millrace.cluster.application.render.TransformSpec;
import dev.millrace.sync.manifest.Content;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.manifest.Origin;
import dev.millrace.sync.manifest.Unreadable;
import dev.millrace.sync.manifest.yaml.Scalars;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All changes to objects after they are rendered. */
public final class Transforms {
    private static final String PATCH = "spec.transform.patches[%d]";

    private final TransformSpec spec;
    private final Images images;
    private final List<Patch> patches;
    private final Optional<String> namespace;

    private Transforms(ApplicationSpec spec, List<Patch> patches) {
        this.spec = spec.transform();
        this.images = new Images(spec.transform().images());
        this.patches = patches;
        this.namespace =
                spec.destination().override() ? Optional.of(spec.destination().namespace()) : Optional.empty();
    }

    /** A transform of the Application that can't be applied. */
    public static final class Unfit extends Exception {
        private final String where;

        Unfit(String where, String reason) {
            super(reason);
            this.where = where;
        }

        /** Returns the field of the spec. */
        public String where() {
            return where;
        }

        public String reason() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * Returns the transforms of an Application.
     *
     * @param scalars is applied to the text of patches too
     */
    public static Transforms of(ApplicationSpec spec, Scalars scalars) throws Unfit {
        List<Patch> patches = new ArrayList<>();
        for (var patch : spec.transform().patches()) {
            try {
                patches.add(Patch.of(patch, scalars));
            } catch (IllegalArgumentException e) {
                throw new Unfit(PATCH.formatted(patches.size()), String.valueOf(e.getMessage()));
            }
        }
        return new Transforms(spec, patches);
    }

    /** Returns the transformed objects. An object that a patch can't be applied to becomes unreadable. */
    public Manifests apply(Manifests rendered) {
        List<Manifest> objects = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>(rendered.unreadable());
        for (Manifest manifest : rendered.objects()) {
            Manifests changed = changed(manifest);
            objects.addAll(changed.objects());
            unreadable.addAll(changed.unreadable());
        }
        for (int i = 0; i < patches.size(); i++) {
            if (patches.get(i).mustFit() && rendered.objects().stream().noneMatch(patches.get(i)::fits)) {
                unreadable.add(
                        new Unreadable(new Origin(PATCH.formatted(i), 0), "the object that it names isn't there"));
            }
        }
        return new Manifests(
                namespace.map(one -> Namespaces.move(objects, one)).orElse(objects), unreadable, rendered.notices());
    }

    private Manifests changed(Manifest manifest) {
        Manifest changed = manifest;
        for (int i = 0; i < patches.size(); i++) {
            if (patches.get(i).fits(manifest)) {
                Manifests patched = patched(changed, i);
                if (patched.objects().isEmpty()) {
                    return patched;
                }
                changed = patched.objects().getFirst();
            }
        }
        return new Manifests(List.of(named(changed)), List.of());
    }

    private Manifests patched(Manifest manifest, int patch) {
        try {
            Optional<Map<String, Object>> content = patches.get(patch).in(manifest);
            if (content.isEmpty()) {
                return Manifests.NONE;
            }
            Manifests read = ManifestReader.object(content.get(), manifest.origin());
            return read.objects().stream().allMatch(one -> one.ref().equals(manifest.ref()))
                    ? read
                    : cannot(
                            manifest,
                            patch,
                            "it makes another object of " + manifest.ref().kind());
        } catch (IllegalArgumentException e) {
            return cannot(manifest, patch, String.valueOf(e.getMessage()));
        }
    }

    private static Manifests cannot(Manifest manifest, int patch, String reason) {
        return Manifests.unreadable(manifest.origin(), PATCH.formatted(patch) + ": " + reason);
    }

    private Manifest named(Manifest manifest) {
        boolean same = spec.images().isEmpty()
                && spec.labels().isEmpty()
                && spec.annotations().isEmpty();
        if (same) {
            return manifest;
        }
        Map<String, Object> content = Content.map(images.in(manifest.content()));
        Map<String, Object> metadata = new LinkedHashMap<>(Content.map(content.get("metadata")));
        add(metadata, "labels", spec.labels());
        add(metadata, "annotations", spec.annotations());
        content.put("metadata", metadata);
        return manifest.with(content);
    }

    private static void add(Map<String, Object> metadata, String field, Map<String, String> more) {
        if (!more.isEmpty()) {
            Map<String, Object> all = new LinkedHashMap<>(Content.map(metadata.get(field)));
            all.putAll(more);
            metadata.put(field, all);
        }
    }
}
