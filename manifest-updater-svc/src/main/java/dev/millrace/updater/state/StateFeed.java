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

/** All that was told, sorted into memory. An event heard twice changes nothing. */
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

    /** Takes an event of any of the topics. */
    public void consume(Envelope<? extends Event> envelope) {
        switch (envelope.event()) {
            case PolicyState state -> states.apply(state);
            case SyncCompleted synced -> deployments.addAttempt(synced, envelope);
            case HealthChanged changed -> deployments.addHealthChange(changed);
            case ImageBuilt built -> images.add(built);
            default -> {}
        }
    }

    /** All that was told before is known. */
    public void markLoaded() {
        states.markLoaded();
        loaded = true;
        notifyListeners();
    }

    /** Whether all that was told before the start is known. */
    public boolean isLoaded() {
        return loaded;
    }

    /** Calls the listener, which returns at once, whenever something was heard. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    void notifyListeners() {
        listeners.forEach(Runnable::run);
    }
}
