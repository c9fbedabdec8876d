package dev.millrace.messaging;

import dev.millrace.events.Event;
import dev.millrace.events.wire.Envelope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** A service with one handler, whose effect a test sets. */
@ApplicationScoped
class Probe {
    private final EventInbox inbox;
    private final List<String> handled = new CopyOnWriteArrayList<>();
    private volatile Consumer<Envelope<? extends Event>> effect = envelope -> {};

    Probe(EventInbox inbox) {
        this.inbox = inbox;
    }

    @Incoming("probe")
    CompletionStage<Void> on(Message<byte[]> message) {
        return inbox.receive(message, this::handle);
    }

    private void handle(Envelope<? extends Event> envelope) {
        effect.accept(envelope);
        handled.add(envelope.event().key());
    }

    void setEffect(Consumer<Envelope<? extends Event>> newEffect) {
        effect = newEffect;
    }

    List<String> handled() {
        return List.copyOf(handled);
    }
}
