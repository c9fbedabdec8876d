package dev.millrace.sync.manifest;

import dev.millrace.events.value.ObjectRef;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One object that should be in the cluster. A value; it caches its hash and its copy in the namespace that was last requested, because
 * repeated renderings mostly yield the same object.
 */
public final class Manifest {
    private final ObjectRef ref;
    private final Map<String, Object> content;
    private final Origin origin;
    private volatile @Nullable String hash;
    private volatile @Nullable Manifest placed;

    /**
     * @param ref the object's identity; without a namespace if the file gives none
     * @param content as JSON: maps, lists, strings, numbers, booleans and nulls
     */
    public Manifest(ObjectRef ref, Map<String, Object> content, Origin origin) {
        this.ref = ref;
        this.content = Collections.unmodifiableMap(new LinkedHashMap<>(content));
        this.origin = origin;
    }

    public ObjectRef ref() {
        return ref;
    }

    public Map<String, Object> content() {
        return content;
    }

    /** Returns the place that the object comes from. */
    public Origin origin() {
        return origin;
    }

    /** Returns the same object in this namespace, which overrides that of its file. */
    public Manifest inNamespace(String namespace) {
        Manifest before = placed;
        if (before != null && before.ref.namespace().equals(Optional.of(namespace))) {
            return before;
        }
        Map<String, Object> metadata = new LinkedHashMap<>(metadata());
        metadata.put("namespace", namespace);
        Manifest there = withMetadata(metadata, Optional.of(namespace));
        placed = there;
        return there;
    }

    /** Returns the same object with another content. */
    public Manifest with(Map<String, Object> other) {
        return new Manifest(ref, other, origin);
    }

    /** Returns the same object without a namespace, for cluster-scoped kinds. */
    public Manifest clusterScoped() {
        Map<String, Object> metadata = new LinkedHashMap<>(metadata());
        boolean had = metadata.remove("namespace") != null;
        return had || ref.namespace().isPresent() ? withMetadata(metadata, Optional.empty()) : this;
    }

    /** Returns the same object with these annotations added. */
    public Manifest annotated(Map<String, String> annotations) {
        Map<String, Object> metadata = new LinkedHashMap<>(metadata());
        Map<String, Object> all = new LinkedHashMap<>(Content.map(metadata.get("annotations")));
        all.putAll(annotations);
        metadata.put("annotations", all);
        return withMetadata(metadata, ref.namespace());
    }

    /** Returns its annotations whose values are text. */
    public Map<String, String> annotations() {
        Map<String, String> annotations = new LinkedHashMap<>();
        Content.map(metadata().get("annotations")).forEach((key, value) -> {
            if (value instanceof String text) {
                annotations.put(key, text);
            }
        });
        return annotations;
    }

    /** Returns the same object with other content. */
    public Manifest withContent(Map<String, Object> other) {
        return new Manifest(ref, other, origin);
    }

    private Manifest withMetadata(Map<String, Object> metadata, Optional<String> namespace) {
        Map<String, Object> all = new LinkedHashMap<>(content);
        all.put("metadata", metadata);
        return new Manifest(new ObjectRef(ref.apiVersion(), ref.kind(), namespace, ref.name()), all, origin);
    }

    private Map<String, Object> metadata() {
        return Content.map(content.get("metadata"));
    }

    /** Returns the hash of the content: the same for equal content, in any order of its keys. */
    public String hash() {
        String known = hash;
        if (known == null) {
            known = Content.hash(content);
            hash = known;
        }
        return known;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Manifest manifest
                && ref.equals(manifest.ref)
                && content.equals(manifest.content)
                && origin.equals(manifest.origin);
    }

    @Override
    public int hashCode() {
        return ref.hashCode();
    }

    @Override
    public String toString() {
        return ref + " (" + origin + ")";
    }

    /** Returns the images of its containers and of the image fields in its spec, at any depth; each once. */
    public List<String> images() {
        return imagesIn(content);
    }

    /** Returns the images in an object's content. */
    public static List<String> imagesIn(Map<String, Object> content) {
        return ImageSearch.in(content);
    }
}
