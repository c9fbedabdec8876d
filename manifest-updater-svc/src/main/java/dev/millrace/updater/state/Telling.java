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
public class Telling {
    private final PolicyStates states;
    private final Deployments deployments;
    private final ImagesSeen images;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean readBack;

    public Telling(PolicyStates states, Deployments deployments, ImagesSeen images) {
        this.states = states;
        this.deployments = deployments;
        this.images = images;
    }

    /** Takes an event of any of the topics. */
    public void heard(Envelope<? extends Event> envelope) {
        switch (envelope.event()) {
            case PolicyState state -> states.heard(state);
            case SyncCompleted synced -> deployments.synced(synced, envelope);
            case HealthChanged changed -> deployments.changed(changed);
            case ImageBuilt built -> images.built(built);
            default -> {}
        }
    }

    /** All that was told before is known. */
    public void caughtUp() {
        states.caughtUp();
        readBack = true;
        changed();
    }

    /** Whether all that was told before the start is known. */
    public boolean isReadBack() {
        return readBack;
    }

    /** Calls the listener, which returns at once, whenever something was heard. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    void changed() {
        listeners.forEach(Runnable::run);
    }
}
