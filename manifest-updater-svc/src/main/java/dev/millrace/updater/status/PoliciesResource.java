package dev.millrace.updater.status;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Repositories and their policies: places, versions, last commits, holds and problems. */
@Path("/policies")
@Tag(name = "Policies", description = "Policies in the repositories, with current and next versions")
public class PoliciesResource {
    private final StatusOverview overview;

    public PoliciesResource(StatusOverview overview) {
        this.overview = overview;
    }

    /** All policies, by repository. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "policies",
            summary =
                    "All policies by repository: current and candidate version, last commit, holds with their reasons")
    @APIResponse(responseCode = "200", description = "One entry for each configured repository")
    public List<RepositoryView> all() {
        return overview.all();
    }
}
