package dev.millrace.sync.health.object;

import dev.millrace.events.Health;
import java.util.function.UnaryOperator;

/**
 * The health of one object.
 *
 * @param message the cause in readable text; empty if the object is simply healthy
 * @param rule the rule that decided, as the guide names it; empty if no rule was asked
 */
public record ObjectHealth(Health health, String message, String rule) {

    /** The object's kind can't be watched now. */
    public static final ObjectHealth UNWATCHED =
            new ObjectHealth(Health.Unknown, "the cluster does not serve its kind");

    public static final ObjectHealth HEALTHY = new ObjectHealth(Health.Healthy, "");

    /** The object doesn't exist. */
    public static final ObjectHealth MISSING = new ObjectHealth(Health.Missing, "it is not in the cluster");

    /** Creates a health that no rule has decided yet. */
    public ObjectHealth(Health health, String message) {
        this(health, message, "");
    }

    public static ObjectHealth healthy(String message) {
        return new ObjectHealth(Health.Healthy, message);
    }

    public static ObjectHealth progressing(String message) {
        return new ObjectHealth(Health.Progressing, message);
    }

    public static ObjectHealth degraded(String message) {
        return new ObjectHealth(Health.Degraded, message);
    }

    public static ObjectHealth suspended(String message) {
        return new ObjectHealth(Health.Suspended, message);
    }

    /** Returns this health with its message changed. */
    public ObjectHealth reworded(UnaryOperator<String> wording) {
        return new ObjectHealth(health, wording.apply(message), rule);
    }

    /** Returns this health as decided by the rule. */
    public ObjectHealth by(String name) {
        return new ObjectHealth(health, message, name);
    }
}
