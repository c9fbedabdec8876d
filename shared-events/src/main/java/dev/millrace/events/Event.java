package dev.millrace.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.millrace.events.value.EventId;

/**
 * A fact that a service publishes. An event is a trigger, never the truth: a consumer reads the current state from Git, the registry or the
 * cluster, so an event that arrives twice, late or out of order leads to the same state.
 */
public sealed interface Event
        permits SourceChanged,
                BuildAttempted,
                ImagePushed,
                UpdateRequested,
                ImageBuilt,
                BuildFailed,
                ConfigCommitted,
                SyncCompleted,
                HealthChanged,
                DriftDetected,
                DriftState,
                PolicyState {

    /** The topic of the event. */
    @JsonIgnore
    Topic topic();

    /** The key of the record; events with the same key keep their order. */
    @JsonIgnore
    String key();

    /** The id, derived from the content of the event; the same event published again has the same id. */
    @JsonIgnore
    EventId id();

    /** The subject of the event, for users ({@code ce_subject}). */
    @JsonIgnore
    String subject();
}
