package dev.millrace.builder.sign;

import dev.millrace.builder.registry.Deadline;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.registry.Registries;
import dev.millrace.registry.RegistryCalls;
import dev.millrace.registry.verify.SimpleSigning;
import java.util.Base64;

/**
 * Signs images in a registry with a key, as {@code cosign sign --key} does. Signing again changes nothing, and
 * signatures of other keys are kept. Thread-safe; blocking.
 *
 * <p>Every method throws {@link dev.millrace.registry.RegistryUnavailable} for transient errors and {@link dev.millrace.registry.RegistryRefused} for
 * permanent ones.
 */
public final class ImageSigner {
    private final SignatureTag signatures;
    private final SigningKey key;

    public ImageSigner(Registries registries, RegistryCalls calls, SigningKey key) {
        this.signatures = new SignatureTag(registries, calls);
        this.key = key;
    }

    /** Adds our signature to those of an image. */
    public void sign(ImageName image, Digest digest, Deadline deadline) {
        byte[] payload = SimpleSigning.payload(image, digest);
        String signature = Base64.getEncoder().encodeToString(key.sign(payload));
        signatures.upload(image, SimpleSigning.MEDIA_TYPE, payload, deadline);
        signatures.change(
                image, SimpleSigning.tag(digest), current -> SignatureList.with(current, payload, signature), deadline);
    }
}
