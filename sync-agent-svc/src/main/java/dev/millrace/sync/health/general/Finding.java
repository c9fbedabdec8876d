package dev.millrace.sync.health.general;

import dev.millrace.events.Health;
import dev.millrace.sync.health.object.ObjectHealth;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One field of a status, as a step reads it.
 *
 * @param source the field that is read, such as {@code condition Ready}
 * @param message the controller's own words
 */
record Finding(Meaning meaning, String source, String message) {

    /** The worst first, then by names: the order of fields in a status is irrelevant. */
    static final Comparator<Finding> ORDER = Comparator.comparing(Finding::meaning)
            .thenComparing(Finding::source)
            .thenComparing(Finding::message);

    private static final int MAX_CHARACTERS = 1024;

    Finding {
        message = message.length() > MAX_CHARACTERS ? message.substring(0, MAX_CHARACTERS) + "…" : message;
    }

    /** Returns the worse of two findings; the first of two that are equally bad, with the words of both if they are failures. */
    static Finding worse(Finding one, Finding other) {
        int order = other.meaning().compareTo(one.meaning());
        if (order != 0) {
            return order < 0 ? other : one;
        }
        boolean add = one.meaning() == Meaning.FAILED && !one.message().contains(other.message());
        return add ? new Finding(one.meaning(), one.source(), one.message() + "; " + other.message()) : one;
    }

    /** Returns the first of two findings in their order. */
    static Finding first(@Nullable Finding one, Finding other) {
        return one == null || ORDER.compare(other, one) < 0 ? other : one;
    }

    ObjectHealth health() {
        Health health =
                switch (meaning) {
                    case SUSPENDED -> Health.Suspended;
                    case FAILED -> Health.Degraded;
                    case PROGRESSING -> Health.Progressing;
                    case HEALTHY, NEUTRAL -> Health.Healthy;
                };
        return new ObjectHealth(
                health, health == Health.Healthy && !source.equals("no status") ? "" : message, "general: " + source);
    }
}
