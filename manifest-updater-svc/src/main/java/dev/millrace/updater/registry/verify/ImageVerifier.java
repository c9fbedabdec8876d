package dev.millrace.updater.registry.verify;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.updater.policy.Verification;

/** Proves images, just before they are written. */
public interface ImageVerifier {

    /**
     * Whether an image has what is demanded of it. Nothing is asked of anybody if nothing is demanded.
     *
     * @param files where a key stands that is named by its path
     * @throws java.io.UncheckedIOException if the registry is away: to be asked again
     */
    ImageVerdict verify(ImageName image, Digest digest, Verification required, KeyFiles files);
}
