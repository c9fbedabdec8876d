package dev.millrace.drift.decide;

import dev.millrace.events.DriftDetected;
import dev.millrace.events.DriftState;
import dev.millrace.events.value.EventId;
import dev.millrace.events.wire.Envelope;
import java.util.Optional;

/**
 * The event of an object that was published last.
 *
 * @param state the record of it on {@code drift.state}
 * @param open that event, if it is a drift that is not resolved
 */
public record LatestEvent(Envelope<DriftState> state, Optional<Envelope<DriftDetected>> open) {

    /** Reads a record of {@code drift.state}. */
    public static LatestEvent of(Envelope<DriftState> state) {
        return new LatestEvent(state, state.event().open().map(state::with));
    }

    /** The latest event after this one. */
    public static LatestEvent after(Envelope<DriftDetected> published) {
        DriftDetected event = published.event();
        return new LatestEvent(
                published.with(DriftState.after(event)),
                Optional.of(published).filter(drift -> event.change() != DriftDetected.Change.Resolved));
    }

    /** The id of the event, which the next one follows. */
    public EventId id() {
        return state.event().latest();
    }

    /** Returns the same event, with an open drift as it was before it was shortened for the broker. */
    public LatestEvent asDecided(Envelope<DriftDetected> decided) {
        return new LatestEvent(state, open.map(published -> decided));
    }
}
