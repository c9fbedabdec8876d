package dev.millrace.updater.promote;

import dev.millrace.events.value.EventId;
import java.util.HashSet;
import java.util.Set;

/**
 * The requests that were published and are still due, so that they are not published again in each round. Requests that a complete round does
 * not find due are forgotten; if one becomes due again, it is published again.
 */
final class IssuedRequests {
    private final Set<EventId> issued = new HashSet<>();
    private final Set<EventId> due = new HashSet<>();

    /** Begins a round. */
    void begin() {
        due.clear();
    }

    /** Returns true if this request was published before, and marks it as due. */
    boolean isIssued(EventId update) {
        due.add(update);
        return issued.contains(update);
    }

    /** Records that the request was published. */
    void add(EventId update) {
        issued.add(update);
    }

    /** Ends a complete round; an interrupted one forgets nothing. */
    void end() {
        issued.retainAll(due);
    }

    int size() {
        return issued.size();
    }
}
