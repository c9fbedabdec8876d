package dev.millrace.updater.registry.verify;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.updater.policy.Verification;

/** Verifies images before they are written. */
public interface ImageVerifier {

    /**
     * Verifies an image. Without requirements no request is sent.
     *
     * @param files the files in which keys are found by their paths
     * @throws java.io.UncheckedIOException if the registry is unavailable; to be tried again
     */
    ImageVerdict verify(ImageName image, Digest digest, Verification required, KeyFiles files);
}
