package dev.millrace.updater.decide;

import dev.millrace.events.Source;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.version.Version;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The origin of an image, as far as it decides which of two images is newer. */
public sealed interface BuildInfo {

    /** An image built from a commit. */
    record FromSource(Source source) implements BuildInfo {}

    /** An external image, of which only the time is known. */
    record External(Instant at) implements BuildInfo {}

    /** The build info of an image from this source or, without a source, with this time. */
    static BuildInfo of(Optional<Source> source, Instant at) {
        return source.<BuildInfo>map(FromSource::new).orElseGet(() -> new External(at));
    }

    /**
     * Returns true if this image is newer. With the same repository and ref, a build from after a force push of the ref is newer than any from before
     * it; otherwise the sequence decides, because commit times are unreliable. For one commit, a release is newer than a build of a branch, and of two
     * releases the one with the higher version. Otherwise the time decides, but a commit time counts only within one repository, because its
     * committer chooses it: an image of another repository is never newer, and neither is an external one than an image with a source. An image is
     * never newer than an equal one.
     */
    default boolean isNewerThan(BuildInfo other) {
        if (isIncomparableWith(other)) {
            return false;
        }
        if (this instanceof FromSource(Source mine) && other instanceof FromSource(Source theirs)) {
            if (mine.ref().equals(theirs.ref())) {
                int rewound = rewoundAt(mine).compareTo(rewoundAt(theirs));
                int order = rewound != 0 ? rewound : Long.compare(mine.sequence(), theirs.sequence());
                if (order != 0) {
                    return order > 0;
                }
            } else if (mine.commit().equals(theirs.commit())) {
                return mine.ref().isTag() && (!theirs.ref().isTag() || isHigher(mine.ref(), theirs.ref()));
            }
        }
        return at().isAfter(other.at());
    }

    /** Returns true if no time can order the two: their repositories differ, or only the other one has a source. */
    default boolean isIncomparableWith(BuildInfo other) {
        return other.from()
                .filter(theirs -> !from().map(Source::repository).equals(Optional.of(theirs.repository())))
                .isPresent();
    }

    /** Returns true if both tags are versions and the first one is higher, such as a release after its release candidate. */
    private static boolean isHigher(GitRef tag, GitRef other) {
        Optional<Version> theirs = Version.parse(other.shortName());
        return theirs.isPresent()
                && Version.parse(tag.shortName())
                        .filter(mine -> mine.compareTo(theirs.get()) > 0)
                        .isPresent();
    }

    private static Instant rewoundAt(Source source) {
        return source.rewoundAt().orElse(Instant.MIN);
    }

    /** The source, if it is known. */
    default Optional<Source> from() {
        return this instanceof FromSource(Source source) ? Optional.of(source) : Optional.empty();
    }

    /** The time of the commit or, for an external image, of the build. */
    default Instant at() {
        return switch (this) {
            case FromSource(Source source) -> source.committedAt();
            case External(Instant time) -> time;
        };
    }

    /** The value of the trailer {@code Millrace-Source}. */
    default String sourceText() {
        return switch (this) {
            case FromSource(Source source) -> source.repository() + "@" + source.commit();
            case External external -> "none";
        };
    }

    /** The value of the trailer {@code Millrace-Built}: ref, sequence and time, and the time of the ref's last force push if there was one. */
    default String builtText() {
        return switch (this) {
            case FromSource(Source source) ->
                source.ref() + " " + source.sequence() + " " + source.committedAt()
                        + source.rewoundAt().map(at -> " " + at).orElse("");
            case External(Instant time) -> "foreign " + time;
        };
    }

    /** Parses the values of both trailers; empty if they do not have our form. */
    static Optional<BuildInfo> parse(String sourceText, String builtText) {
        List<String> built = List.of(builtText.split(" ", -1));
        try {
            if (built.size() == 2 && built.getFirst().equals("foreign")) {
                return Optional.of(new External(Instant.parse(built.getLast())));
            }
            int at = sourceText.lastIndexOf('@');
            if (built.size() < 3 || built.size() > 4 || at < 0) {
                return Optional.empty();
            }
            return Optional.of(new FromSource(new Source(
                    new RepositoryId(sourceText.substring(0, at)),
                    new CommitId(sourceText.substring(at + 1)),
                    new GitRef(built.getFirst()),
                    Instant.parse(built.get(2)),
                    Long.parseLong(built.get(1)),
                    built.size() == 4 ? Optional.of(Instant.parse(built.get(3))) : Optional.empty(),
                    Optional.empty())));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
