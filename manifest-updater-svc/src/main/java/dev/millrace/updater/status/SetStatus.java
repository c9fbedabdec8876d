package dev.millrace.updater.status;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.value.ImageName;
import dev.millrace.updater.decide.SameVersion;
import dev.millrace.updater.policy.ImageSet;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds what is missing for the next version of a set. */
final class SetStatus {
    private SetStatus() {}

    /**
     * The missing images of the set in the version of the last image of a member, and the time since which they are missing; empty if none is.
     *
     * @param announced the images of a name, in the order of their events
     */
    static Optional<String> missing(ImageSet set, ImageName member, Function<ImageName, List<ImageBuilt>> announced) {
        List<ImageBuilt> own = announced.apply(member);
        if (own.isEmpty()) {
            return Optional.empty();
        }
        SameVersion version = SameVersion.of(own.getLast());
        List<ImageBuilt> there = set.images().stream()
                .flatMap(image -> announced.apply(image).stream())
                .filter(built -> SameVersion.of(built).isSameAs(version))
                .toList();
        String missing = set.images().stream()
                .filter(image -> there.stream().noneMatch(built -> built.image().equals(image)))
                .map(ImageName::value)
                .collect(Collectors.joining(", "));
        Instant since = there.stream()
                .map(ImageBuilt::pushedAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("the set " + set.name() + " waits for " + missing + " of the version "
                        + own.getLast().tag() + ", since " + since);
    }
}
