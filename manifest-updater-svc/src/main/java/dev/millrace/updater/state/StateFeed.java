package dev.millrace.updater.state;

import dev.millrace.events.Event;
import dev.millrace.events.HealthChanged;
import dev.millrace.events.ImageBuilt;
import dev.millrace.events.PolicyState;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.wire.Envelope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Distributes all consumed events to the state in memory. An event consumed twice changes nothing. */
@ApplicationScoped
public class StateFeed {
    private final PolicyStates states;
    private final Deployments deployments;
    private final BuiltImages images;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean loaded;

    public StateFeed(PolicyStates states, Deployments deployments, BuiltImages images) {
        this.states = states;
        this.deployments = deployments;
        this.images = images;
    }

    /** Consumes an event of any of the topics. */
    public void consume(Envelope<? extends Event> envelope) {
        switch (envelope.event()) {
            case PolicyState state -> states.apply(state);
            case SyncCompleted synced -> deployments.addAttempt(synced, envelope);
            case HealthChanged changed -> deployments.addHealthChange(changed, envelope.time());
            case ImageBuilt built -> images.add(built);
            default -> {}
        }
    }

    /** Marks that all earlier events are loaded. */
    public void markLoaded() {
        states.markLoaded();
        loaded = true;
        notifyListeners();
    }

    /** Returns true once all events from before the start are loaded. */
    public boolean isLoaded() {
        return loaded;
    }

    /** Calls the listener, which returns at once, after each consumed event. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    void notifyListeners() {
        listeners.forEach(Runnable::run);
    }
}
