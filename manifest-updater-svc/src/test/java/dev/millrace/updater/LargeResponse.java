package dev.millrace.updater;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Collections;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** As much JSON as {@code GET /policies} returns for a thousand policies. Part of the tests' service only. */
@Path("/test/large-response")
public class LargeResponse {
    static final List<String> LINES = Collections.nCopies(10_000, "policy web of config/main: up to date");

    @GET
    @Operation(hidden = true)
    @Produces(MediaType.APPLICATION_JSON)
    public List<String> lines() {
        return LINES;
    }
}
