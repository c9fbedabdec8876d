package dev.millrace.builder.journal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** The HTTP API for builds and their logs. */
@Path("/builds")
public class BuildsResource {
    private final BuildJournal journal;

    public BuildsResource(BuildJournal journal) {
        this.journal = journal;
    }

    /** The latest builds, newest first. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    public List<BuildRecord> builds() {
        return journal.newestFirst();
    }

    /** A build's log as written so far. */
    @GET
    @Path("/{id}/log")
    @Produces(MediaType.TEXT_PLAIN)
    @RunOnVirtualThread
    public Response log(@PathParam("id") String id) {
        return journal.log(id)
                .map(file -> Response.ok(file.toFile(), MediaType.TEXT_PLAIN).build())
                .orElse(Response.status(Response.Status.NOT_FOUND)
                        .entity("no such build: " + id.replaceAll("[^0-9a-zA-Z-]", "?")
                                + "; a restart of the service clears the list of builds\n")
                        .build());
    }
}
