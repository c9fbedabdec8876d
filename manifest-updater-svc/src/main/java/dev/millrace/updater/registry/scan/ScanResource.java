package dev.millrace.updater.registry.scan;

import dev.millrace.messaging.intake.Answers;
import dev.millrace.messaging.intake.RequiresToken;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Starts a full registry scan. */
@Path("/policies/{name}/look")
@Tag(name = "Policies")
public class ScanResource {
    private final RegistryScanner scanner;

    public ScanResource(RegistryScanner scanner) {
        this.scanner = scanner;
    }

    /** Scans the registry for the policy's newest image, and requests the update if it is newer than the current one. */
    @POST
    @RequiresToken
    @SecurityRequirement(name = "token")
    @Operation(operationId = "look", summary = "Scan the registry for a policy's newest image now")
    @APIResponse(
            responseCode = "202",
            description = "The result for each repository with such a policy",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = ScanReport.class)))
    @APIResponse(responseCode = "401", description = "The token is missing or wrong", content = @Content)
    @APIResponse(responseCode = "403", description = "No token is configured: commands are off", content = @Content)
    @APIResponse(
            responseCode = "404",
            description = "No such policy, or it waits for another environment",
            content = @Content)
    @APIResponse(responseCode = "503", description = "A registry or a repository is temporarily unavailable")
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    public Response scan(@PathParam("name") String name) {
        List<ScanReport> reports = scanner.scanNow(name);
        if (reports.isEmpty()) {
            return Answers.of(
                    Response.Status.NOT_FOUND.getStatusCode(), "no such policy, or it waits for another environment");
        }
        boolean failed = reports.stream().anyMatch(one -> one.error().isPresent());
        return Response.status(failed ? Response.Status.SERVICE_UNAVAILABLE : Response.Status.ACCEPTED)
                .entity(reports)
                .build();
    }
}
