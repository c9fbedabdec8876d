package dev.millrace.updater.policy;

import dev.millrace.events.Source;
import dev.millrace.events.value.RepositoryId;
import java.util.Optional;

/**
 * The requirements that an image must meet before it is written.
 *
 * @param source the repository from which it must have been built, by its labels and its provenance
 * @param cosignKey the public key (PEM) that must have signed it
 * @param provenance the required content of its provenance
 */
public record Verification(
        Optional<RepositoryId> source, Optional<String> cosignKey, Optional<RequiredProvenance> provenance) {
    public static final Verification NONE = new Verification(Optional.empty(), Optional.empty(), Optional.empty());

    /** Requirements without a source. */
    public Verification(Optional<String> cosignKey, Optional<RequiredProvenance> provenance) {
        this(Optional.empty(), cosignKey, provenance);
    }

    /** Returns true if an image that was built from this is of another repository than required. An image without a source has to be asked for it. */
    public boolean excludes(Optional<Source> built) {
        return source.isPresent()
                && built.map(Source::repository)
                        .filter(repository -> !source.get().equals(repository))
                        .isPresent();
    }

    /**
     * The required content of a provenance.
     *
     * @param builder the builder's id, as in SLSA
     * @param source the source repository, without a scheme
     */
    public record RequiredProvenance(Optional<String> builder, Optional<String> source) {}
}
