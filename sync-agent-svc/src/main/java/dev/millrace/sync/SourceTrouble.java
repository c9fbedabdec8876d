package dev.millrace.sync;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Why a source can't be followed; the cluster stays as it is meanwhile.
 *
 * @param state in one word
 * @param nextTry when it is tried again; absent if only the source itself can end the trouble by moving
 */
public record SourceTrouble(State state, String why, Optional<Instant> nextTry) {

    /** What kind of trouble it is. */
    public enum State {
        /** It can't be reached; passes. */
        UNAVAILABLE("SourceUnavailable"),
        /** The host or the Secret doesn't let us in: a person has to mend it, and nothing may tell of that. */
        REFUSED("SourceRefused"),
        /** What is followed isn't there. */
        GONE("SourceGone"),
        /** What was applied is no longer part of it. */
        REWRITTEN("SourceRewritten"),
        /** Nobody who is trusted signed it. */
        UNTRUSTED("SourceUntrusted");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /** Whether it passes by itself. */
        public boolean passes() {
            return this == UNAVAILABLE;
        }

        /** Whether it is tried again although nothing told of a change. */
        public boolean isTriedAgain() {
            return this == UNAVAILABLE || this == REFUSED;
        }

        /** As a condition's reason. */
        public String word() {
            return word;
        }
    }

    /** For people. */
    public String message() {
        return nextTry.filter(at -> state.passes())
                .map(at -> why + "; next try at " + at.truncatedTo(ChronoUnit.SECONDS))
                .orElse(why);
    }
}
