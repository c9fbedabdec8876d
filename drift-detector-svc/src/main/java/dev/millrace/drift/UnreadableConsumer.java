package dev.millrace.drift;

import dev.millrace.messaging.UnreadableRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Sends the unreadable records of {@code drift.state} to its dead letters. */
@ApplicationScoped
public class UnreadableConsumer {
    private final UnreadableRecords unreadable;

    public UnreadableConsumer(UnreadableRecords unreadable) {
        this.unreadable = unreadable;
    }

    /** Receives a record of the channel. */
    @Incoming("unreadable")
    public CompletionStage<Void> on(Message<byte[]> message) {
        return unreadable.receive(message);
    }
}
