package dev.millrace.builder.registry.attach;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.builder.registry.Deadline;
import dev.millrace.builder.registry.ManifestWriter;
import dev.millrace.builder.registry.ManifestWriter.Manifest;
import dev.millrace.builder.registry.attach.Documents.Referrer;
import dev.millrace.builder.registry.push.BlobUpload;
import dev.millrace.builder.registry.push.Descriptor;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.messaging.Parallel;
import dev.millrace.registry.ImageManifest;
import dev.millrace.registry.Registries;
import dev.millrace.registry.RegistryCalls;
import dev.millrace.registry.RegistryReader;
import dev.millrace.registry.RegistryRefused;
import dev.millrace.registry.RegistryUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Attaches artifacts to images in a registry (OCI distribution spec 1.1, referrers). A registry without the referrers API gets the index of referrers
 * under the tag that the specification names. Attaching again changes nothing. Thread-safe; blocking.
 */
public final class Referrers {
    private static final int MAX_REFERRERS = 1_000;

    private final RegistryReader reader;
    private final ManifestWriter writer;
    private final BlobUpload blobs;
    private final SharedTag tags;

    public Referrers(Registries registries, RegistryCalls calls) {
        this.reader = new RegistryReader(registries, calls);
        this.writer = new ManifestWriter(registries, calls);
        this.blobs = new BlobUpload(registries, calls);
        this.tags = new SharedTag(registries, calls);
    }

    /**
     * Attaches artifacts to an image that is in the registry. Without the referrers API, all of them are listed by one write, because a registry may
     * not let the tag be moved.
     *
     * @return the digests of the artifacts' manifests
     * @throws RegistryUnavailable for transient errors
     * @throws RegistryRefused for permanent ones
     */
    public List<Digest> attach(ImageName image, Digest digest, List<Artifact> artifacts, Deadline deadline) {
        ImageManifest subject = reader.manifest(image, digest)
                .orElseThrow(() -> new RegistryUnavailable(image.at(digest) + " is no longer in the registry"));
        upload(image, artifacts, deadline);
        List<Digest> attached = new ArrayList<>();
        List<Referrer> unlisted = new ArrayList<>();
        for (Artifact artifact : artifacts) {
            Manifest manifest = Documents.artifact(artifact, Descriptor.of(subject.mediaType(), subject.bytes()));
            boolean listed = writer.put(image, manifest, deadline);
            if (!listed) {
                unlisted.add(new Referrer(artifact, manifest));
            }
            attached.add(manifest.digest());
        }
        if (!unlisted.isEmpty()) {
            Tag tag = new Tag(digest.value().replace(':', '-'));
            tags.change(image, tag, current -> Documents.withReferrers(index(image, tag, current), unlisted), deadline);
        }
        return List.copyOf(attached);
    }

    private void upload(ImageName image, List<Artifact> artifacts, Deadline deadline) {
        List<Runnable> uploads = new ArrayList<>();
        uploads.add(() -> blobs.put(image, Documents.EMPTY_TYPE, Documents.empty(), deadline));
        artifacts.forEach(one -> uploads.add(() -> blobs.put(image, one.mediaType(), one.content(), deadline)));
        Parallel.run(uploads, Runnable::run);
    }

    private static Optional<JsonNode> index(ImageName image, Tag tag, Optional<ImageManifest> current) {
        if (current.isPresent() && !current.get().isIndex()) {
            throw new RegistryRefused("attaching to " + image + ": the tag " + tag
                    + " names an image instead of the index of referrers; delete the tag");
        }
        if (current.isPresent() && current.get().json().path("manifests").size() >= MAX_REFERRERS) {
            throw new RegistryRefused("attaching to " + image + ": the index " + tag + " has " + MAX_REFERRERS
                    + " referrers already; delete some");
        }
        return current.map(ImageManifest::json);
    }
}
