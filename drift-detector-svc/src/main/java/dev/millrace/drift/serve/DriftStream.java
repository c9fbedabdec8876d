package dev.millrace.drift.serve;

import dev.millrace.events.DriftDetected;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.intake.Answers;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.PreDestroy;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The events as they are published, as server-sent events (WHATWG HTML, section 9.2). A reader that reconnects with {@code Last-Event-ID} gets the ones
 * after that event, as far as they are kept. A slow reader delays only itself, and is disconnected.
 */
@Path("/drift/stream")
@Tag(name = "Drift")
public class DriftStream {
    private static final int MAX_READERS = 64;
    private static final long RETRY_AFTER_SECONDS = 10;
    private static final Duration WAIT = Duration.ofSeconds(1);

    /** After this many waits without an event, a comment shows whether the reader is still there. */
    private static final int HEARTBEAT = 15;

    private static final Duration SEND_LIMIT = Duration.ofSeconds(30);

    private final DriftFeed feed;
    private final Clock clock;
    private final Semaphore readers = new Semaphore(MAX_READERS);
    private volatile boolean stopping;

    DriftStream(DriftFeed feed, Clock clock) {
        this.feed = feed;
        this.clock = clock;
    }

    /** Follows the events. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RunOnVirtualThread
    @Operation(
            operationId = "driftStream",
            summary = "The events as they are published",
            description =
                    "Takes the filters of GET /drift. The id of an event is the id of the drift; its name is the change.")
    @APIResponse(responseCode = "200", description = "The stream; it ends when the reader leaves too much unread")
    @APIResponse(responseCode = "400", description = "A parameter can't be read")
    @APIResponse(responseCode = "503", description = "Too many readers; try again")
    public void follow(
            @BeanParam DriftQuery query,
            @HeaderParam("Last-Event-ID") Optional<String> lastId,
            @Context SseEventSink sink,
            @Context Sse sse) {
        DriftFilter filter = filter(query);
        if (!readers.tryAcquire()) {
            throw new ServiceUnavailableException(RETRY_AFTER_SECONDS);
        }
        try (DriftFeed.Reader reader = feed.follow(lastId);
                SseEventSink open = sink) {
            send(reader, filter, open, sse);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            readers.release();
        }
    }

    private DriftFilter filter(DriftQuery query) {
        try {
            return query.filter(clock.instant());
        } catch (IllegalArgumentException e) {
            throw new WebApplicationException(Answers.malformed(String.valueOf(e.getMessage())));
        }
    }

    private void send(DriftFeed.Reader reader, DriftFilter filter, SseEventSink sink, Sse sse)
            throws InterruptedException {
        boolean isTaken = isSent(sink, sse.newEventBuilder().comment("follows").build());
        int quiet = 0;
        while (isTaken && !stopping && !reader.isDropped() && !sink.isClosed()) {
            Optional<Envelope<DriftDetected>> drift = reader.next(WAIT);
            quiet = drift.isPresent() ? 0 : quiet + 1;
            if (drift.isPresent() && filter.accepts(drift.get().event())) {
                isTaken = isSent(sink, event(drift.get(), sse));
            } else if (quiet == HEARTBEAT) {
                quiet = 0;
                isTaken = isSent(sink, sse.newEventBuilder().comment("waits").build());
            }
        }
    }

    private static OutboundSseEvent event(Envelope<DriftDetected> drift, Sse sse) {
        return sse.newEventBuilder()
                .id(drift.id().value())
                .name(drift.event().change().name())
                .data(String.class, DriftJson.of(drift).toString())
                .build();
    }

    private static boolean isSent(SseEventSink sink, OutboundSseEvent event) throws InterruptedException {
        if (sink.isClosed()) {
            return false;
        }
        try {
            sink.send(event).toCompletableFuture().get(SEND_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    @PreDestroy
    void stop() {
        stopping = true;
    }
}
