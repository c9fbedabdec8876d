package dev.millrace.updater.policy;

import dev.millrace.events.Source;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The images that are candidates, and their order.
 *
 * @param branches the source branches whose images are allowed; empty for any, including external images
 * @param releasesOnly true if only images built from a tag of the source repository are allowed
 * @param filter the filter of tags, with the part that is compared
 * @param pinned true if whole references are pinned by digest
 * @param scanInterval the time between full registry scans; if absent, the registry is scanned only at the start
 */
public record Versions(
        List<String> branches,
        boolean releasesOnly,
        Optional<TagFilter> filter,
        Selection selection,
        boolean pinned,
        Optional<Duration> scanInterval,
        Verification verification) {
    /** Any image; the newest by build order. */
    public static final Versions NEWEST = new Versions(
            List.of(), false, Optional.empty(), new Selection.Newest(), false, Optional.empty(), Verification.NONE);

    public Versions {
        branches = List.copyOf(branches);
    }

    /** The mistake in the policy if no image can ever be accepted, because of it. */
    public Optional<TagFilter.Mistake> mistake() {
        return filter.flatMap(TagFilter::mistake);
    }

    boolean allows(Optional<Source> source) {
        boolean release = source.map(Source::ref).filter(ref -> ref.isTag()).isPresent();
        if (releasesOnly) {
            return release;
        }
        return branches.isEmpty()
                || release
                || source.map(Source::ref)
                        .filter(ref -> ref.isBranch() && branches.contains(ref.shortName()))
                        .isPresent();
    }
}
