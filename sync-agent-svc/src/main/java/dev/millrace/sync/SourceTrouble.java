package dev.millrace.sync;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Why a source can't be followed; the cluster stays as it is meanwhile.
 *
 * @param nextTry when it is tried again; absent if only a person can help
 */
public record SourceTrouble(String why, Optional<Instant> nextTry) {

    /** For people. */
    public String message() {
        return nextTry.map(at -> why + "; next try at " + at.truncatedTo(ChronoUnit.SECONDS))
                .orElse(why);
    }
}
