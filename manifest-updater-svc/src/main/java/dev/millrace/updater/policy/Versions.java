package dev.millrace.updater.policy;

import dev.millrace.events.Source;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which images are candidates, and which of two is the newer.
 *
 * @param branches the source branches whose images are wanted; empty for any, and for foreign images too
 * @param releasesOnly only images that were built from a tag of the source repository
 * @param filter which tags count, and what of them is compared
 * @param pinned whether whole references are pinned by digest
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
    /** Any image; the newest by its making. */
    public static final Versions NEWEST = new Versions(
            List.of(), false, Optional.empty(), new Selection.Newest(), false, Optional.empty(), Verification.NONE);

    public Versions {
        branches = List.copyOf(branches);
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
