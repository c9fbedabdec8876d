package dev.millrace.updater.policy;

import dev.millrace.events.value.Tag;
import dev.millrace.git.version.Version;
import dev.millrace.git.version.VersionRange;
import java.util.Optional;

/** The order of tags, by which the newest is selected. */
public sealed interface Selection {

    /** By the order of the source or, for external images, by time. */
    record Newest() implements Selection {}

    /**
     * By semantic version, within a range.
     *
     * @param ofChart true if the tags are those of a chart, in which an underscore stands for the plus of build metadata
     */
    record SemVer(VersionRange range, boolean ofChart) implements Selection {
        /**
         * A range for the tags of images.
         *
         * @param preReleases true if versions such as {@code 1.2.0-rc.1} are accepted even if the range names none
         */
        public SemVer(String range, boolean preReleases) {
            this(new VersionRange(range, preReleases), false);
        }

        /** The version in the compared part of a tag, in the range or not; empty if it is none. */
        public Optional<Version> version(String text) {
            return Version.parse(ofChart ? text.replaceFirst("_", "+") : text);
        }

        /** Returns true if a version is in the range. */
        public boolean takes(Version version) {
            return range.accepts(version);
        }
    }

    /** By a number. */
    record Numerical(boolean descending) implements Selection {}

    /** By the order of characters. */
    record Alphabetical(boolean descending) implements Selection {}

    /** A single moving tag, followed by its digest. */
    record Channel(Tag tag) implements Selection {}
}
