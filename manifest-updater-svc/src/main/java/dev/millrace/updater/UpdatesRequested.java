package dev.millrace.updater;

import dev.millrace.events.Event;
import dev.millrace.events.UpdateRequested;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.EventInbox;
import dev.millrace.updater.deliver.Wish;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Hears {@code update.requested}, gathered by branch, and has it written. */
@ApplicationScoped
public class UpdatesRequested {
    private final EventInbox inbox;
    private final UpdatePipeline pipeline;
    private final GatherWindow window;

    UpdatesRequested(EventInbox inbox, UpdatePipeline pipeline, GatherWindow window) {
        this.inbox = inbox;
        this.pipeline = pipeline;
        this.window = window;
    }

    /** Takes a record of the channel. */
    @Incoming("update-requested")
    public CompletionStage<Void> on(Message<byte[]> message) {
        return inbox.receiveGathered(message, window.quiet(), window.most(), this::handle);
    }

    private void handle(List<Envelope<? extends Event>> batch) {
        List<Wish> wishes = batch.stream().map(UpdatesRequested::wish).toList();
        pipeline.write(wishes.getFirst().update().repository(), wishes);
    }

    private static Wish wish(Envelope<? extends Event> envelope) {
        if (envelope.event() instanceof UpdateRequested update) {
            return new Wish(update, envelope.chain(), envelope.trace());
        }
        throw new IllegalArgumentException("only update.requested belongs on this topic");
    }
}
