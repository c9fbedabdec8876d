package dev.millrace.updater.decide;

import dev.millrace.events.Source;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is known of an image's making, as far as it takes to say which of two is newer. */
public sealed interface BuildInfo {

    /** From a commit. */
    record FromSource(Source source) implements BuildInfo {}

    /** By somebody else; its time is all there is. */
    record External(Instant at) implements BuildInfo {}

    /** What to know of an image of this source; of the time, if it has none. */
    static BuildInfo of(Optional<Source> source, Instant at) {
        return source.<BuildInfo>map(FromSource::new).orElseGet(() -> new External(at));
    }

    /**
     * Same repository and ref: by sequence, for commit times may lie. Of one commit: a release is newer than what a branch had of it. Otherwise
     * by time. Never newer than an equal one.
     */
    default boolean isNewerThan(BuildInfo other) {
        if (this instanceof FromSource(Source mine)
                && other instanceof FromSource(Source theirs)
                && mine.repository().equals(theirs.repository())
                && mine.ref().equals(theirs.ref())
                && mine.sequence() != theirs.sequence()) {
            return mine.sequence() > theirs.sequence();
        }
        if (this instanceof FromSource(Source mine)
                && other instanceof FromSource(Source theirs)
                && mine.commit().equals(theirs.commit())
                && mine.ref().isTag() != theirs.ref().isTag()) {
            return mine.ref().isTag();
        }
        return at().isAfter(other.at());
    }

    /** What it was built from, if that is known. */
    default Optional<Source> from() {
        return this instanceof FromSource(Source source) ? Optional.of(source) : Optional.empty();
    }

    /** The commit's time, or the image's own. */
    default Instant at() {
        return switch (this) {
            case FromSource(Source source) -> source.committedAt();
            case External(Instant time) -> time;
        };
    }

    /** For the trailer {@code Millrace-Source}. */
    default String sourceText() {
        return switch (this) {
            case FromSource(Source source) -> source.repository() + "@" + source.commit();
            case External foreign -> "none";
        };
    }

    /** For the trailer {@code Millrace-Built}: ref, sequence and time. */
    default String builtText() {
        return switch (this) {
            case FromSource(Source source) -> source.ref() + " " + source.sequence() + " " + source.committedAt();
            case External(Instant time) -> "foreign " + time;
        };
    }

    /** Both trailers' texts read back; empty if they are not ours. */
    static Optional<BuildInfo> parse(String sourceText, String builtText) {
        List<String> built = List.of(builtText.split(" ", -1));
        try {
            if (built.size() == 2 && built.getFirst().equals("foreign")) {
                return Optional.of(new External(Instant.parse(built.getLast())));
            }
            int at = sourceText.lastIndexOf('@');
            if (built.size() != 3 || at < 0) {
                return Optional.empty();
            }
            return Optional.of(new FromSource(new Source(
                    new RepositoryId(sourceText.substring(0, at)),
                    new CommitId(sourceText.substring(at + 1)),
                    new GitRef(built.getFirst()),
                    Instant.parse(built.getLast()),
                    Long.parseLong(built.get(1)))));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
