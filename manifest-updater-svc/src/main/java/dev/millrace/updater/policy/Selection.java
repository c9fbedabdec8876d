package dev.millrace.updater.policy;

import dev.millrace.events.value.Tag;
import dev.millrace.git.version.Version;
import dev.millrace.git.version.VersionRange;

/** The order of tags, by which the newest is selected. */
public sealed interface Selection {

    /** By the order of the source or, for external images, by time. */
    record Newest() implements Selection {}

    /**
     * By semantic version, within a range.
     *
     * @param range such as {@code >=1.2.0 <2}, {@code ^1.2} or {@code 1.x || 2.x}, in npm's syntax; a comma is read as a space
     * @param preReleases true if versions such as {@code 1.2.0-rc.1} are accepted
     */
    record SemVer(String range, boolean preReleases) implements Selection {
        /** Rejects an invalid range with an IllegalArgumentException. */
        public SemVer {
            new VersionRange(range, preReleases);
        }

        /** Returns true if a version is in the range. */
        public boolean takes(Version version) {
            return new VersionRange(range, preReleases).accepts(version);
        }
    }

    /** By a number. */
    record Numerical(boolean descending) implements Selection {}

    /** By the order of characters. */
    record Alphabetical(boolean descending) implements Selection {}

    /** A single moving tag, followed by its digest. */
    record Channel(Tag tag) implements Selection {}
}
