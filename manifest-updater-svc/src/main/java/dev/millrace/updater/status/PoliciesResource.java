package dev.millrace.updater.status;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Repositories and their policies: places, values, last commits, and what is wrong. */
@Path("/policies")
public class PoliciesResource {
    private final RepositoryStatus status;

    public PoliciesResource(RepositoryStatus status) {
        this.status = status;
    }

    /** All of them, by repository. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    public List<RepositoryView> all() {
        return status.all();
    }
}
