package dev.millrace.builder.source;

import dev.millrace.events.value.GitRef;
import dev.millrace.git.version.Version;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Chooses one of several tags. */
public final class TagChoice {
    /** A tag that is no version comes first. */
    private static final Comparator<GitRef> BY_VERSION = TagChoice::compareVersions;

    private TagChoice() {}

    /**
     * The tag that names a commit, as {@code git describe} decides: an annotated one before others, and of several annotated ones the newest. Where Git
     * leaves it open, the highest version comes first, then the first by name.
     *
     * @param tags the tags of the commit
     * @param taggedAt the time of an annotated tag; called only if there are several
     */
    static Optional<GitRef> describing(
            Collection<GitRef> tags, Predicate<GitRef> isAnnotated, Function<GitRef, Optional<Instant>> taggedAt) {
        List<GitRef> annotated = tags.stream().filter(isAnnotated).toList();
        Comparator<GitRef> byVersionThenName = BY_VERSION.reversed().thenComparing(GitRef::value);
        if (annotated.size() > 1) {
            Comparator<GitRef> byTime =
                    Comparator.comparing(tag -> taggedAt.apply(tag).orElse(Instant.MIN));
            return annotated.stream().min(byTime.reversed().thenComparing(byVersionThenName));
        }
        return annotated.isEmpty() ? tags.stream().min(byVersionThenName) : Optional.of(annotated.getFirst());
    }

    /**
     * The tag of the highest version; empty if none is a version. A version may follow a prefix that ends with a slash.
     *
     * @param committedAt the time of a tag's commit, which decides between equal versions; called only for them
     */
    public static Optional<GitRef> highestVersion(Collection<GitRef> tags, Function<GitRef, Instant> committedAt) {
        List<GitRef> versions = tags.stream()
                .filter(tag -> tag.isTag() && version(tag).isPresent())
                .toList();
        Optional<GitRef> highest = versions.stream().max(BY_VERSION);
        List<GitRef> equal = versions.stream()
                .filter(tag -> BY_VERSION.compare(tag, highest.orElseThrow()) == 0)
                .toList();
        return equal.size() > 1
                ? equal.stream().max(Comparator.comparing(committedAt).thenComparing(GitRef::value))
                : highest;
    }

    private static int compareVersions(GitRef one, GitRef other) {
        Optional<Version> mine = version(one);
        Optional<Version> theirs = version(other);
        return mine.isPresent() && theirs.isPresent()
                ? mine.get().compareTo(theirs.get())
                : Boolean.compare(mine.isPresent(), theirs.isPresent());
    }

    private static Optional<Version> version(GitRef tag) {
        return Version.parse(tag.shortName().substring(tag.shortName().lastIndexOf('/') + 1));
    }
}
