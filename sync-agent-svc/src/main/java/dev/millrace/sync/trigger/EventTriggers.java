package dev.millrace.sync.trigger;

import dev.millrace.events.ConfigCommitted;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.Event;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.EventId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.EventInbox;
import dev.millrace.sync.Subject;
import dev.millrace.sync.state.Triggers;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Consumes events from Kafka. An event only selects the applications to reconcile. */
@ApplicationScoped
public class EventTriggers {
    private final EventInbox inbox;
    private final Agent agent;
    private final Followers followers;
    private final Network network;
    private final Results results;
    private final Clock clock = Clock.systemUTC();

    public EventTriggers(EventInbox inbox, Agent agent, Followers followers, Network network, Results results) {
        this.inbox = inbox;
        this.agent = agent;
        this.followers = followers;
        this.network = network;
        this.results = results;
    }

    @Incoming("config-committed")
    public CompletionStage<Void> configCommitted(Message<byte[]> message) {
        return inbox.receive(message, this::receive);
    }

    @Incoming("drift-detected")
    public CompletionStage<Void> driftDetected(Message<byte[]> message) {
        return inbox.receive(message, this::receive);
    }

    void receive(Envelope<? extends Event> envelope) {
        switch (envelope.event()) {
            case ConfigCommitted committed -> committed(committed, envelope.id());
            case DriftDetected drift -> drifted(drift, envelope.id());
            default ->
                throw new IllegalArgumentException(
                        "no event for the sync agent: " + envelope.event().topic());
        }
    }

    private void committed(ConfigCommitted event, EventId id) {
        Instant now = clock.instant();
        for (Subject follower : followers.of(event, results::of)) {
            if (event.commit().isNone()) {
                agent.asked(follower.uid(), Triggers.source(now, Trigger.EVENT));
            } else {
                network.expect(follower, event.commit());
                agent.asked(follower.uid(), Triggers.committed(now, event.commit(), id));
            }
        }
    }

    private void drifted(DriftDetected event, EventId id) {
        boolean recorded = event.change() != DriftDetected.Change.Extra;
        if (recorded && followers.isKnown(event.applicationUid())) {
            agent.asked(event.applicationUid(), Triggers.drifted(event.object().identity(), id));
        }
    }
}
