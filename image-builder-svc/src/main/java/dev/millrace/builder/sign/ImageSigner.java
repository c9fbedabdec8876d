package dev.millrace.builder.sign;

import dev.millrace.builder.registry.Deadline;
import dev.millrace.builder.registry.ManifestWriter.Manifest;
import dev.millrace.builder.registry.attach.SharedTag;
import dev.millrace.builder.registry.push.BlobUpload;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.registry.ImageManifest;
import dev.millrace.registry.Registries;
import dev.millrace.registry.RegistryCalls;
import dev.millrace.registry.RegistryRefused;
import dev.millrace.registry.verify.SimpleSigning;
import java.util.Base64;
import java.util.Optional;

/**
 * Signs images in a registry with a key, as {@code cosign sign --key} does. Signing again changes nothing, and
 * signatures of other keys are kept. Thread-safe; blocking.
 *
 * <p>Every method throws {@link dev.millrace.registry.RegistryUnavailable} for transient errors and {@link RegistryRefused} for permanent ones.
 */
public final class ImageSigner {
    private final BlobUpload blobs;
    private final SharedTag tags;
    private final SigningKey key;

    public ImageSigner(Registries registries, RegistryCalls calls, SigningKey key) {
        this.blobs = new BlobUpload(registries, calls);
        this.tags = new SharedTag(registries, calls);
        this.key = key;
    }

    /** Adds our signature to those of an image. */
    public void sign(ImageName image, Digest digest, Deadline deadline) {
        byte[] payload = SimpleSigning.payload(image, digest);
        String signature = Base64.getEncoder().encodeToString(key.sign(payload));
        blobs.put(image, SimpleSigning.MEDIA_TYPE, payload, deadline);
        tags.change(
                image,
                SimpleSigning.tag(digest),
                current -> with(image, digest, current, payload, signature).map(next -> {
                    blobs.put(image, SignatureList.CONFIG_TYPE, next.config(), deadline);
                    return new Manifest(SignatureList.MANIFEST_TYPE, next.manifest());
                }),
                deadline);
    }

    private static Optional<SignatureList> with(
            ImageName image, Digest digest, Optional<ImageManifest> current, byte[] payload, String signature) {
        try {
            return SignatureList.with(current.map(ImageManifest::json), payload, signature);
        } catch (IllegalArgumentException e) {
            throw new RegistryRefused("signing " + image.at(digest) + ": the tag " + SimpleSigning.tag(digest) + " "
                    + e.getMessage() + "; delete the tag or some of its signatures");
        }
    }
}
