package dev.millrace.sync.state;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The reason why a source can't be followed. The cluster stays as it is meanwhile.
 *
 * @param kind in one word
 * @param message for people
 * @param failures the number of successive failed requests
 * @param nextTry when it is tried again; absent if only the source itself can end the problem by moving
 */
public record SourceProblem(Kind kind, String message, int failures, Optional<Instant> nextTry) {

    /** The kinds of problem. */
    public enum Kind {
        /** The host can't be reached. Transient. */
        UNAVAILABLE("SourceUnavailable"),
        /** The host or the Secret does not grant access. A user has to fix it, and no event announces that. */
        REFUSED("SourceRefused"),
        /** The followed ref does not exist. */
        GONE("SourceGone"),
        /** The applied commit is no longer part of the history. */
        REWRITTEN("SourceRewritten"),
        /** No trusted key signed it. */
        UNTRUSTED("SourceUntrusted");

        private final String reason;

        Kind(String reason) {
            this.reason = reason;
        }

        /** Returns true if the problem ends by itself. */
        public boolean isTransient() {
            return this == UNAVAILABLE;
        }

        /** Returns true if the source is asked again although no event announced a change. */
        public boolean isRetried() {
            return this == UNAVAILABLE || this == REFUSED;
        }

        /** Returns the reason of a condition. */
        public String reason() {
            return reason;
        }
    }

    /** Returns true if this is the problem that was reported before, and nothing is to be tried yet. */
    public boolean isSameAs(SourceProblem other, Instant now) {
        return kind == other.kind
                && message.equals(other.message)
                && nextTry.filter(now::isBefore).isPresent();
    }

    /** Returns the message with the time of the next try, if there will be one. */
    public String summary() {
        return nextTry.filter(at -> kind.isTransient())
                .map(at -> message + "; next try at " + at.truncatedTo(ChronoUnit.SECONDS))
                .orElse(message);
    }
}
