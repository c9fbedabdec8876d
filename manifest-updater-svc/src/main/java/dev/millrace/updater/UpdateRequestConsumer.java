package dev.millrace.updater;

import dev.millrace.events.Event;
import dev.millrace.events.UpdateRequested;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.EventInbox;
import dev.millrace.updater.deliver.PendingUpdate;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Consumes {@code update.requested}, gathers the updates of a branch, and writes them. */
@ApplicationScoped
public class UpdateRequestConsumer {
    private final EventInbox inbox;
    private final UpdatePipeline pipeline;
    private final GatherWindow window;

    UpdateRequestConsumer(EventInbox inbox, UpdatePipeline pipeline, GatherWindow window) {
        this.inbox = inbox;
        this.pipeline = pipeline;
        this.window = window;
    }

    /** Consumes a record of the channel. */
    @Incoming("update-requested")
    public CompletionStage<Void> on(Message<byte[]> message) {
        return inbox.receiveBatched(message, window.quiet(), window.max(), this::handle);
    }

    private void handle(List<Envelope<? extends Event>> batch) {
        List<PendingUpdate> pendingUpdates =
                batch.stream().map(UpdateRequestConsumer::pendingUpdate).toList();
        pipeline.write(pendingUpdates.getFirst().update().repository(), pendingUpdates);
    }

    private static PendingUpdate pendingUpdate(Envelope<? extends Event> envelope) {
        if (envelope.event() instanceof UpdateRequested update) {
            return new PendingUpdate(update, envelope.chain(), envelope.trace());
        }
        throw new IllegalArgumentException("unexpected event type: this topic carries update.requested only");
    }
}
