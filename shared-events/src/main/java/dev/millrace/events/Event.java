package dev.millrace.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.millrace.events.value.EventId;

/**
 * A fact that a service tells the others. Whoever hears it looks at Git, the registry or the cluster again: an event is a trigger,
 * never the truth, so twice, late and out of order all end in the same state.
 */
public sealed interface Event
        permits SourceChanged,
                UpdateRequested,
                ImageBuilt,
                BuildFailed,
                ConfigCommitted,
                SyncCompleted,
                HealthChanged,
                DriftDetected,
                PolicyState {

    /** Where it is published. */
    @JsonIgnore
    Topic topic();

    /** The record's key: events of one key keep their order. */
    @JsonIgnore
    String key();

    /** Derived from what the event says: emitted again, it has the same id. */
    @JsonIgnore
    EventId id();

    /** What it is about, for people ({@code ce_subject}). */
    @JsonIgnore
    String subject();
}
