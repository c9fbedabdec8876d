package dev.millrace.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** The reader whose unreadable records become dead letters, as each service has one. */
@ApplicationScoped
class UnreadableProbe {
    private final UnreadableRecords unreadable;

    UnreadableProbe(UnreadableRecords unreadable) {
        this.unreadable = unreadable;
    }

    @Incoming("unreadable")
    CompletionStage<Void> on(Message<byte[]> message) {
        return unreadable.receive(message);
    }
}
