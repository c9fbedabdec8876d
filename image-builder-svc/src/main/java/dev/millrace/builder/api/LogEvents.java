package dev.millrace.builder.api;

import dev.millrace.builder.journal.BuildJournal;
import dev.millrace.builder.journal.FollowedLog;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;

/**
 * A build's log as server-sent events (WHATWG HTML, section 9.2), one per line, from its beginning until the build has ended; the last event is named
 * {@code end}. A slow reader delays only itself.
 */
@Path("/builds")
public class LogEvents {
    private static final int MAX_READERS = 64;
    private static final int RETRY_AFTER_SECONDS = 10;

    private final BuildJournal journal;
    private final Semaphore readers = new Semaphore(MAX_READERS);

    public LogEvents(BuildJournal journal) {
        this.journal = journal;
    }

    /** Follows a build's log. */
    @GET
    @Path("/{id}/log")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RunOnVirtualThread
    public void follow(@PathParam("id") String id, @Context SseEventSink sink, @Context Sse sse) throws IOException {
        if (!readers.tryAcquire()) {
            throw new ServiceUnavailableException((long) RETRY_AFTER_SECONDS);
        }
        try (SseEventSink open = sink;
                FollowedLog log = journal.follow(id).orElseThrow(() -> notFound(id))) {
            Optional<String> line = log.next();
            while (line.isPresent() && !open.isClosed()) {
                open.send(sse.newEvent(line.get())).toCompletableFuture().get();
                line = log.next();
            }
            open.send(sse.newEvent("end", "")).toCompletableFuture().get();
        } catch (ExecutionException e) {
            // the reader has gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            readers.release();
        }
    }

    private static NotFoundException notFound(String id) {
        return new NotFoundException(Response.status(Response.Status.NOT_FOUND)
                .type(MediaType.TEXT_PLAIN_TYPE)
                .entity(missing(id) + "\n")
                .build());
    }

    static String missing(String id) {
        return "no such build: " + id.replaceAll("[^0-9a-zA-Z-]", "?")
                + "; a restart of the service clears the list of builds";
    }
}
