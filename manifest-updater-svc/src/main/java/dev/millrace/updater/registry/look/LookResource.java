package dev.millrace.updater.registry.look;

import dev.millrace.messaging.intake.Answers;
import dev.millrace.updater.status.TokenNeeded;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** A full look at the registry, now. */
@Path("/policies/{name}/look")
public class LookResource {
    private final RegistryLooks looks;

    public LookResource(RegistryLooks looks) {
        this.looks = looks;
    }

    /** Looks through the registry for the policy's newest image, and has it written if it is newer than what stands there. */
    @POST
    @TokenNeeded
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    public Response look(@PathParam("name") String name) {
        List<Looked> looked = looks.now(name);
        if (looked.isEmpty()) {
            return Answers.of(
                    Response.Status.NOT_FOUND.getStatusCode(), "no such policy, or it waits for another environment");
        }
        boolean failed = looked.stream().anyMatch(one -> one.error().isPresent());
        return Response.status(failed ? Response.Status.SERVICE_UNAVAILABLE : Response.Status.ACCEPTED)
                .entity(looked)
                .build();
    }
}
