package dev.millrace.builder.sign;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.builder.registry.Deadline;
import dev.millrace.builder.registry.ManifestWriter.Manifest;
import dev.millrace.builder.registry.attach.SharedTag;
import dev.millrace.builder.registry.push.BlobUpload;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.ImageManifest;
import dev.millrace.registry.Registries;
import dev.millrace.registry.RegistryCalls;
import dev.millrace.registry.RegistryRefused;
import java.util.Optional;
import java.util.function.Function;

/** A tag with a list of signatures or signed statements, which several clients extend. */
final class SignatureTag {
    private final BlobUpload blobs;
    private final SharedTag tags;

    SignatureTag(Registries registries, RegistryCalls calls) {
        this.blobs = new BlobUpload(registries, calls);
        this.tags = new SharedTag(registries, calls);
    }

    /** Uploads the content of a layer, before the list names it. */
    void upload(ImageName image, String mediaType, byte[] content, Deadline deadline) {
        blobs.put(image, mediaType, content, deadline);
    }

    /**
     * Changes the list.
     *
     * @param change returns the list with the change, or empty if it has the change
     */
    void change(
            ImageName image, Tag tag, Function<Optional<JsonNode>, Optional<SignatureList>> change, Deadline deadline) {
        tags.change(
                image,
                tag,
                current -> next(image, tag, current, change).map(list -> {
                    blobs.put(image, SignatureList.CONFIG_TYPE, list.config(), deadline);
                    return new Manifest(SignatureList.MANIFEST_TYPE, list.manifest());
                }),
                deadline);
    }

    private static Optional<SignatureList> next(
            ImageName image,
            Tag tag,
            Optional<ImageManifest> current,
            Function<Optional<JsonNode>, Optional<SignatureList>> change) {
        try {
            return change.apply(current.map(ImageManifest::json));
        } catch (IllegalArgumentException e) {
            throw new RegistryRefused("signing " + image + ": the tag " + tag + " " + e.getMessage()
                    + "; delete the tag or some of its signatures");
        }
    }
}
