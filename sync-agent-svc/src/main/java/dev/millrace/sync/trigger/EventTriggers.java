package dev.millrace.sync.trigger;

import dev.millrace.events.ConfigCommitted;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.Event;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.EventInbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** What Kafka tells. */
@ApplicationScoped
public class EventTriggers {
    private final EventInbox inbox;
    private final Agent agent;

    public EventTriggers(EventInbox inbox, Agent agent) {
        this.inbox = inbox;
        this.agent = agent;
    }

    @Incoming("config-committed")
    public CompletionStage<Void> configCommitted(Message<byte[]> message) {
        return inbox.receive(message, this::heard);
    }

    @Incoming("drift-detected")
    public CompletionStage<Void> driftDetected(Message<byte[]> message) {
        return inbox.receive(message, this::heard);
    }

    private void heard(Envelope<? extends Event> envelope) {
        switch (envelope.event()) {
            case ConfigCommitted committed -> agent.committed(committed, envelope.id());
            case DriftDetected drift -> agent.drifted(drift, envelope.id());
            default ->
                throw new IllegalArgumentException(
                        "no event for the sync agent: " + envelope.event().topic());
        }
    }
}
