package dev.millrace.builder.api;

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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds and their logs. */
@Path("/builds")
public class BuildsResource {
    private static final String DEFAULT_LIMIT = "100";

    private final BuildJournal journal;
    private final BuildQueue queue;

    public BuildsResource(BuildJournal journal, BuildQueue queue) {
        this.journal = journal;
        this.queue = queue;
    }

    /** The builds that wait, then those that run or have ended, newest first; one page of those that match. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    public Response builds(
            @QueryParam("repository") Optional<String> repository,
            @QueryParam("ref") Optional<String> ref,
            @QueryParam("image") Optional<String> image,
            @QueryParam("state") Optional<String> state,
            @QueryParam("after") Optional<String> after,
            @QueryParam("limit") @DefaultValue(DEFAULT_LIMIT) int limit) {
        BuildFilter filter = new BuildFilter(repository, ref, image, state, after, limit);
        return filter.problem()
                .map(problem -> Answers.of(Response.Status.BAD_REQUEST.getStatusCode(), problem))
                .orElseGet(() -> Response.ok(filter.of(all())).build());
    }

    private List<BuildRecord> all() {
        return Stream.concat(
                        queue.waiting().reversed().stream().map(BuildRecord::waiting), journal.newestFirst().stream())
                .toList();
    }

    /** A build's log as written so far. */
    @GET
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
