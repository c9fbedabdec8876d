package dev.millrace.updater.policy;

import dev.millrace.events.value.Tag;

/** How the newest of several tags is told. */
public sealed interface Selection {

    /** By its making: the source's order or, of foreign images, the time. */
    record Newest() implements Selection {}

    /**
     * By semantic version, within a range.
     *
     * @param range such as {@code >=1.2.0 <2} or {@code ^1.2}
     */
    record SemVer(String range, boolean preReleases) implements Selection {}

    /** By a number. */
    record Numerical(boolean descending) implements Selection {}

    /** By the order of characters. */
    record Alphabetical(boolean descending) implements Selection {}

    /** One tag that moves, followed by its digest. */
    record Channel(Tag tag) implements Selection {}
}
