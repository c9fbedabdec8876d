package dev.millrace.builder;

import dev.millrace.builder.status.CommitStatuses;
import dev.millrace.messaging.EventInbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Consumes the results of builds and sets the statuses of their commits. */
@ApplicationScoped
public class FinalStatuses {
    private final EventInbox inbox;
    private final CommitStatuses statuses;

    public FinalStatuses(EventInbox inbox, CommitStatuses statuses) {
        this.inbox = inbox;
        this.statuses = statuses;
    }

    /** Receives a record of the channel of built images. */
    @Incoming("status-built")
    public CompletionStage<Void> onBuilt(Message<byte[]> message) {
        return inbox.receive(message, statuses::finished);
    }

    /** Receives a record of the channel of failed builds. */
    @Incoming("status-failed")
    public CompletionStage<Void> onFailed(Message<byte[]> message) {
        return inbox.receive(message, statuses::finished);
    }
}
