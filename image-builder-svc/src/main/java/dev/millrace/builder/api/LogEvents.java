package dev.millrace.builder.api;

import dev.millrace.builder.journal.BuildJournal;
import dev.millrace.builder.journal.FollowedLog;
import dev.millrace.builder.journal.LogPosition;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;

/**
 * A build's log as server-sent events (WHATWG HTML, section 9.2), one per line, from its beginning until the build has ended; the last event is named
 * {@code end}. A reader that reconnects with {@code Last-Event-ID} gets the lines after that event. A slow reader delays only itself; one that takes no
 * line within the limit is disconnected.
 */
@Path("/builds")
public class LogEvents {
    private static final int MAX_READERS = 64;
    private static final int RETRY_AFTER_SECONDS = 10;
    private static final Duration SEND_LIMIT = Duration.ofMinutes(1);

    private static final Logger LOG = Logger.getLogger(LogEvents.class);

    private final BuildJournal journal;
    private final Semaphore readers = new Semaphore(MAX_READERS);

    public LogEvents(BuildJournal journal) {
        this.journal = journal;
    }

    /** Follows a build's log. */
    @GET
    @Operation(hidden = true) // described with the log as text, which has the same path
    @Path("/{id}/log")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RunOnVirtualThread
    public void follow(
            @PathParam("id") String id,
            @HeaderParam("Last-Event-ID") Optional<String> lastEvent,
            @Context SseEventSink sink,
            @Context Sse sse)
            throws IOException {
        if (!readers.tryAcquire()) {
            throw new ServiceUnavailableException((long) RETRY_AFTER_SECONDS);
        }
        LogPosition start = journal.build(id)
                .map(build -> LogPosition.start(build.startedAt()))
                .orElseGet(() -> new LogPosition(0, 0));
        try (FollowedLog log = journal.follow(id).orElseThrow(() -> notFound(id));
                SseEventSink open = sink) {
            LogStream stream = new LogStream(reader(open, sse), SEND_LIMIT);
            if (!stream.send(log, start, lastEvent.flatMap(LogPosition::parse))) {
                LOG.debugf("reader of a build log has gone or is too slow: build=%s", id);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            readers.release();
        }
    }

    private static LogStream.Reader reader(SseEventSink sink, Sse sse) {
        return new LogStream.Reader() {
            @Override
            public boolean isClosed() {
                return sink.isClosed();
            }

            @Override
            public CompletionStage<?> send(LogStream.Event event) {
                OutboundSseEvent.Builder builder =
                        sse.newEventBuilder().id(event.id().toString()).data(String.class, event.data());
                event.name().ifPresent(builder::name);
                return sink.send(builder.build());
            }
        };
    }

    private static NotFoundException notFound(String id) {
        return new NotFoundException(Response.status(Response.Status.NOT_FOUND)
                .type(MediaType.TEXT_PLAIN_TYPE)
                .entity(missing(id) + "\n")
                .build());
    }

    static String missing(String id) {
        return "no log of the build " + id.replaceAll("[^0-9a-zA-Z-]", "?")
                + " here; the instance that runs a build keeps its log until it restarts";
    }
}
