package dev.millrace.sync;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Why a source can't be followed; the cluster stays as it is meanwhile.
 *
 * @param state in one word
 * @param nextTry when it is tried again; absent if only a person can help
 */
public record SourceTrouble(State state, String why, Optional<Instant> nextTry) {

    /** What kind of trouble it is. */
    public enum State {
        /** It can't be reached; passes. */
        UNAVAILABLE("SourceUnavailable"),
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

        /** As a condition's reason. */
        public String word() {
            return word;
        }
    }

    /** For people. */
    public String message() {
        return nextTry.map(at -> why + "; next try at " + at.truncatedTo(ChronoUnit.SECONDS))
                .orElse(why);
    }
}
