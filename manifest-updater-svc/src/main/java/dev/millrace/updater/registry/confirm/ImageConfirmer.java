package dev.millrace.updater.registry.confirm;

import dev.millrace.updater.registry.verify.ImageVerdict;

/** Confirms the claims of updates before they are written. */
public interface ImageConfirmer {

    /**
     * Compares a claim with the registry.
     *
     * @throws java.io.UncheckedIOException if the registry is unavailable; to be tried again
     */
    ImageVerdict confirm(ImageClaim claim);

    /** Begins to ask the registry in the background, if it is not known yet, so that {@link #confirm} has to wait less. */
    default void prefetch(ImageClaim claim) {}
}
