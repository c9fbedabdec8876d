package dev.millrace.sync.health;

import dev.millrace.events.Health;

/** How one object is. The message names the cause, for people; empty if it is simply healthy. */
public record ObjectHealth(Health health, String message) {

    /** Its kind can't be watched now. */
    static final ObjectHealth UNWATCHED = new ObjectHealth(Health.Unknown, "the cluster does not serve its kind");

    static final ObjectHealth HEALTHY = new ObjectHealth(Health.Healthy, "");

    static ObjectHealth healthy(String message) {
        return new ObjectHealth(Health.Healthy, message);
    }

    static ObjectHealth progressing(String message) {
        return new ObjectHealth(Health.Progressing, message);
    }

    static ObjectHealth degraded(String message) {
        return new ObjectHealth(Health.Degraded, message);
    }

    static ObjectHealth suspended(String message) {
        return new ObjectHealth(Health.Suspended, message);
    }

    /** Nothing is there. */
    public static final ObjectHealth MISSING = new ObjectHealth(Health.Missing, "it is not in the cluster");
}
