package dev.millrace.builder.api;

import dev.millrace.builder.journal.BuildHistory;
import dev.millrace.builder.journal.BuildJournal;
import dev.millrace.builder.journal.BuildRecord;
import dev.millrace.builder.queue.BuildQueue;
import dev.millrace.messaging.intake.Answers;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Builds and their logs. */
@Path("/builds")
public class BuildsResource {
    private static final String DEFAULT_LIMIT = "100";

    private final BuildJournal journal;
    private final BuildHistory history;
    private final BuildQueue queue;

    public BuildsResource(BuildJournal journal, BuildHistory history, BuildQueue queue) {
        this.journal = journal;
        this.history = history;
        this.queue = queue;
    }

    /** The builds that wait, then those that run or have ended, newest first; one page of those that match. */
    @GET
    @Operation(
            operationId = "builds",
            summary =
                    "List builds: those that wait or run here, and the latest ended ones of all instances, newest first")
    @APIResponse(responseCode = "200", description = "One page of the builds that match")
    @APIResponse(responseCode = "400", description = "A parameter is invalid")
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    public Response builds(
            @QueryParam("repository") Optional<String> repository,
            @QueryParam("ref") Optional<String> ref,
            @QueryParam("image") Optional<String> image,
            @QueryParam("state") Optional<String> state,
            @QueryParam("after") Optional<String> after,
            @QueryParam("limit") @DefaultValue(DEFAULT_LIMIT) String limit) {
        BuildFilter filter = new BuildFilter(repository, ref, image, state, after, BuildFilter.number(limit));
        return filter.problem()
                .map(problem -> Answers.of(Response.Status.BAD_REQUEST.getStatusCode(), problem))
                .orElseGet(() -> Response.ok(filter.of(all())).build());
    }

    private List<BuildRecord> all() {
        Map<String, BuildRecord> ended = new HashMap<>();
        history.newestFirst().forEach(build -> ended.put(build.id(), build));
        journal.newestFirst().forEach(build -> ended.put(build.id(), build));
        List<BuildRecord> waiting =
                queue.waiting().reversed().stream().map(BuildRecord::waiting).toList();
        waiting.forEach(build -> ended.remove(build.id()));
        return Stream.concat(
                        waiting.stream(),
                        ended.values().stream()
                                .sorted(Comparator.comparing(BuildRecord::startedAt)
                                        .thenComparing(BuildRecord::id)
                                        .reversed()))
                .toList();
    }

    /** A build's log as written so far. */
    @GET
    @Operation(
            operationId = "log",
            summary = "Read the log of a build of this instance",
            description =
                    "With Accept: text/event-stream it is followed until the build ends, one event per line; the last event is named end. "
                            + "A client that reconnects with Last-Event-ID continues after that event.")
    @APIResponse(responseCode = "200", description = "The log as written so far")
    @APIResponse(responseCode = "404", description = "This instance has no log of the build")
    @Path("/{id}/log")
    @Produces(MediaType.TEXT_PLAIN)
    @RunOnVirtualThread
    public Response log(@PathParam("id") String id) {
        return journal.log(id)
                .map(file -> Response.ok(file.toFile(), MediaType.TEXT_PLAIN).build())
                .orElseGet(() -> Response.status(Response.Status.NOT_FOUND)
                        .entity(LogEvents.missing(id) + "\n")
                        .build());
    }
}
