package dev.millrace.sync.state;

import dev.millrace.events.value.EventId;
import java.time.Instant;
import java.util.Optional;

/**
 * The drift of one object that is known and not undone.
 *
 * @param fields the object and the fields that differ, for users; no values
 * @param since when it was found
 * @param healAt when the object may be restored at the earliest; absent if it stays as it is
 * @param event the event that reported it; absent if the agent found it itself
 */
public record OpenDrift(String fields, Instant since, Optional<Instant> healAt, Optional<EventId> event) {
    private static final int MAX_TEXT = 500;

    public OpenDrift {
        fields = fields.length() <= MAX_TEXT ? fields : fields.substring(0, MAX_TEXT) + "…";
    }

    /** Returns true if the object is to be restored, now or later. */
    public boolean isToBeHealed() {
        return healAt.isPresent();
    }
}
