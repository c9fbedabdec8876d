package dev.millrace.sync.health;

import dev.millrace.events.Health;

/** The health of one object. The message names the cause in readable text; empty if the object is simply healthy. */
public record ObjectHealth(Health health, String message) {

    /** The object's kind can't be watched now. */
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

    /** The object doesn't exist. */
    public static final ObjectHealth MISSING = new ObjectHealth(Health.Missing, "it is not in the cluster");
}
