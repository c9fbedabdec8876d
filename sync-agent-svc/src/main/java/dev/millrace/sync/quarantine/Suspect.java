package dev.millrace.sync.quarantine;

import java.time.Duration;
import java.time.Instant;

/**
 * An Application that was being reconciled when a process ended.
 *
 * @param deaths the number of such ends
 * @param alone true if no other suspect was being reconciled at the last of them
 * @param version of the Application at the last of them, or when it was released
 * @param last the time when the last of them was found
 * @param released true if it was set aside, and has one more try since a user has changed it
 */
record Suspect(int deaths, boolean alone, Version version, Instant last, boolean released) {
    /** The number of ends from which an Application is set aside, if it was the only suspect at the last of them. */
    private static final int MAX_DEATHS = 2;

    /** Ends that are so far apart have hardly one cause. */
    private static final Duration MEMORY = Duration.ofDays(1);

    /** A repository with many Applications has many commits, most of which leave this one as it is. */
    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);

    private static final Duration MAX_WAIT = Duration.ofHours(6);
    private static final int FACTOR = 4;

    static Suspect first(boolean alone, Version version, Instant now) {
        return new Suspect(1, alone, version, now, false);
    }

    /** Returns the suspect after one more end. */
    Suspect again(boolean isAlone, Version now, Instant at) {
        return new Suspect(deaths + 1, isAlone, now.orCommitOf(version), at, false);
    }

    boolean isSetAside() {
        return !released && deaths >= (alone ? MAX_DEATHS : MAX_DEATHS + 1);
    }

    boolean isForgotten(Instant now) {
        return !isSetAside() && last.plus(MEMORY).isBefore(now);
    }

    /** Returns the time from which a new commit alone gives another try: longer after each end. */
    Instant releasedByCommitFrom() {
        Duration wait = FIRST_WAIT;
        for (int death = MAX_DEATHS; death < deaths && wait.compareTo(MAX_WAIT) < 0; death++) {
            wait = wait.multipliedBy(FACTOR);
        }
        return last.plus(wait.compareTo(MAX_WAIT) < 0 ? wait : MAX_WAIT);
    }

    /** Returns the suspect that has one more try: another end sets it aside again. */
    Suspect released(Version now) {
        return new Suspect(deaths, alone, now.orCommitOf(version), last, true);
    }
}
