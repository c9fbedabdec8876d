package dev.millrace.updater.command;

import dev.millrace.messaging.intake.Answers;
import dev.millrace.messaging.intake.RequiresToken;
import dev.millrace.updater.promote.PolicyPlan;
import dev.millrace.updater.promote.Promotions;
import dev.millrace.updater.state.PolicyStates;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
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
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Approves promotions. */
@Path("/promotions/{id}")
@Tag(name = "Promotions")
public class PromotionCommands {
    private final Promotions promotions;
    private final PolicyStates states;

    PromotionCommands(Promotions promotions, PolicyStates states) {
        this.promotions = promotions;
        this.states = states;
    }

    /** Approves a promotion; no other approval is needed. */
    @POST
    @Path("/approve")
    @RequiresToken
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @SecurityRequirement(name = "token")
    @Operation(
            operationId = "approve",
            summary = "Approve a promotion",
            description = "For this image and policy only. It continues as soon as its other conditions are met.")
    @APIResponse(
            responseCode = "200",
            description = "The holds, releases and approvals of the policy, with the new one",
            content = @Content(schema = @Schema(implementation = PolicyStateView.class)))
    @APIResponse(responseCode = "401", description = "The token is missing or wrong", content = @Content)
    @APIResponse(responseCode = "403", description = "No token is configured: commands are off", content = @Content)
    @APIResponse(responseCode = "404", description = "No such promotion waits", content = @Content)
    @APIResponse(responseCode = "503", description = "Kafka is unavailable; try again", content = @Content)
    public Response approve(
            @PathParam("id") @Parameter(description = "The id from GET /promotions") String id,
            @Nullable CommandNote note) {
        Optional<PolicyPlan> waiting = promotions.plans().stream()
                .filter(one ->
                        one.promotion().filter(own -> own.value().equals(id)).isPresent())
                .findFirst();
        if (waiting.isEmpty()) {
            return Answers.of(
                    Response.Status.NOT_FOUND.getStatusCode(),
                    "no promotion " + id + " waits; GET /promotions lists them");
        }
        PolicyPlan plan = waiting.get();
        try {
            return Response.ok(PolicyStateView.of(states.approve(
                            plan.repository(),
                            plan.policy().name(),
                            plan.promotion().orElseThrow(),
                            CommandNote.of(note).authorOrDefault())))
                    .build();
        } catch (UncheckedIOException e) {
            return Answers.unavailable("temporarily unavailable: " + e.getMessage());
        }
    }
}
