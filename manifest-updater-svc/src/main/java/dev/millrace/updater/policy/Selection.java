package dev.millrace.updater.policy;

import dev.millrace.events.value.Tag;
import dev.millrace.git.version.Version;
import dev.millrace.git.version.VersionRange;

/** How the newest of several tags is told. */
public sealed interface Selection {

    /** By its making: the source's order or, of foreign images, the time. */
    record Newest() implements Selection {}

    /**
     * By semantic version, within a range.
     *
     * @param range such as {@code >=1.2.0 <2}, {@code ^1.2} or {@code 1.x || 2.x}, as npm reads it; a comma is taken as a space
     * @param preReleases whether versions such as {@code 1.2.0-rc.1} are taken
     */
    record SemVer(String range, boolean preReleases) implements Selection {
        /** Refuses what is no range, with an IllegalArgumentException. */
        public SemVer {
            new VersionRange(range, preReleases);
        }

        /** Whether a version is in the range. */
        public boolean takes(Version version) {
            return new VersionRange(range, preReleases).takes(version);
        }
    }

    /** By a number. */
    record Numerical(boolean descending) implements Selection {}

    /** By the order of characters. */
    record Alphabetical(boolean descending) implements Selection {}

    /** One tag that moves, followed by its digest. */
    record Channel(Tag tag) implements Selection {}
}
