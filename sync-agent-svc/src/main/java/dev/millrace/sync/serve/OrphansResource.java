package dev.millrace.sync.serve;

import dev.millrace.messaging.intake.Answers;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The objects that Millrace applied and that belong to no Application. */
@Path("/orphans")
@Tag(name = "State")
@Produces(MediaType.APPLICATION_JSON)
public class OrphansResource {
    private final Orphans orphans;

    OrphansResource(Orphans orphans) {
        this.orphans = orphans;
    }

    /** Lists the cluster's objects; changes nothing. */
    @GET
    @RunOnVirtualThread
    @Operation(
            operationId = "orphans",
            summary = "Objects that Millrace applied and that belong to no Application",
            description =
                    "Each with the command that deletes it. Lists all kinds of the cluster with the agent's own rights; at most "
                            + Orphans.MAX_SHOWN + " objects are returned.")
    @APIResponse(
            responseCode = "200",
            description = "The orphans, by their Applications",
            content = @Content(schema = @Schema(implementation = Orphans.Report.class)))
    @APIResponse(responseCode = "503", description = "The API server is unavailable; try again", content = @Content)
    public Response orphans() {
        try {
            return Response.ok(orphans.find()).build();
        } catch (UncheckedIOException e) {
            return Answers.unavailable("not now: " + e.getMessage());
        }
    }
}
