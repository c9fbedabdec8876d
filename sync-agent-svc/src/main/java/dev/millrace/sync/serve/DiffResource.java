package dev.millrace.sync.serve;

import dev.millrace.messaging.intake.Answers;
import dev.millrace.sync.Subject;
import dev.millrace.sync.diff.ApplicationDiff;
import dev.millrace.sync.diff.Diffs;
import dev.millrace.sync.trigger.Agent;
import dev.millrace.sync.trigger.Followers;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The pending changes of an application. */
@Path("/applications/{namespace}/{name}/diff")
@Tag(name = "Applications")
@Produces(MediaType.APPLICATION_JSON)
public class DiffResource {
    private final Agent agent;
    private final Followers followers;

    DiffResource(Agent agent, Followers followers) {
        this.agent = agent;
        this.followers = followers;
    }

    /** Compares the newest commit with the cluster; changes nothing. */
    @GET
    @RunOnVirtualThread
    @Operation(
            operationId = "diff",
            summary = "What the newest commit would change in the cluster now, field by field",
            description =
                    "By server-side dry runs. Values of Secrets are masked. What others may set is left out, as it is when the commit is applied.")
    @APIResponse(
            responseCode = "200",
            description = "The objects that differ",
            content = @Content(schema = @Schema(implementation = ApplicationDiff.class)))
    @APIResponse(responseCode = "404", description = "There is no such Application", content = @Content)
    @APIResponse(responseCode = "409", description = "The source can't be followed or rendered", content = @Content)
    @APIResponse(responseCode = "503", description = "The API server is unavailable; try again", content = @Content)
    public Response diff(@PathParam("namespace") String namespace, @PathParam("name") String name) {
        Optional<Subject> subject = followers.named(namespace, name);
        if (subject.isEmpty()) {
            return Answers.of(
                    Response.Status.NOT_FOUND.getStatusCode(), "there is no Application " + namespace + "/" + name);
        }
        try {
            return Response.ok(agent.diff(subject.get())).build();
        } catch (Diffs.Impossible e) {
            return Answers.of(Response.Status.CONFLICT.getStatusCode(), String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            return Answers.unavailable("not now: " + e.getMessage());
        }
    }
}
