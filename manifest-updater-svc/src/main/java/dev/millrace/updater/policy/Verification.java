package dev.millrace.updater.policy;

import java.util.Optional;

/**
 * The requirements that an image must meet before it is written.
 *
 * @param cosignKey the public key (PEM) that must have signed it
 * @param provenance the required content of its provenance
 */
public record Verification(Optional<String> cosignKey, Optional<RequiredProvenance> provenance) {
    public static final Verification NONE = new Verification(Optional.empty(), Optional.empty());

    /**
     * The required content of a provenance.
     *
     * @param builder the builder's id, as in SLSA
     * @param source the source repository, without a scheme
     */
    public record RequiredProvenance(Optional<String> builder, Optional<String> source) {}
}
