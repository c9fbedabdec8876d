package dev.millrace.updater.policy;

import java.util.Optional;

/**
 * What an image must prove before it is written.
 *
 * @param cosignKey a public key (PEM) that must have signed it
 * @param provenance what its provenance must say
 */
public record Verification(Optional<String> cosignKey, Optional<RequiredProvenance> provenance) {
    public static final Verification NONE = new Verification(Optional.empty(), Optional.empty());

    /**
     * What a provenance must say.
     *
     * @param builder the builder's id, as in SLSA
     * @param source the source repository, without a scheme
     */
    public record RequiredProvenance(Optional<String> builder, Optional<String> source) {}
}
