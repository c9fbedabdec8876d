package dev.millrace.updater.promote;

import dev.millrace.events.value.EventId;
import java.util.HashSet;
import java.util.Set;

/**
 * What was asked for already and is still due, so that it is not asked for at each look. What a whole look doesn't find due any more is
 * forgotten; should it be due again, it is asked for again.
 */
final class IssuedRequests {
    private final Set<EventId> issued = new HashSet<>();
    private final Set<EventId> due = new HashSet<>();

    /** A look begins. */
    void begin() {
        due.clear();
    }

    /** Whether this was asked for before; it is due either way. */
    boolean isIssued(EventId update) {
        due.add(update);
        return issued.contains(update);
    }

    /** It was asked for. */
    void add(EventId update) {
        issued.add(update);
    }

    /** The look got to its end; one that doesn't forgets nothing. */
    void end() {
        issued.retainAll(due);
    }

    int size() {
        return issued.size();
    }
}
