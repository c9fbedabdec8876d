package dev.millrace.updater.command;

import dev.millrace.events.PolicyState;
import dev.millrace.events.value.Digest;
import dev.millrace.messaging.intake.Answers;
import dev.millrace.messaging.intake.RequiresToken;
import dev.millrace.updater.command.PolicyFinder.PolicyLocation;
import dev.millrace.updater.state.PolicyStates;
import dev.millrace.updater.status.HoldView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Holds and releases policies. */
@Path("/policies/{name}")
@Tag(name = "Policies")
@RequiresToken
@SecurityScheme(
        securitySchemeName = "token",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        description = "millrace.updater.api.token")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@SecurityRequirement(name = "token")
@APIResponse(
        responseCode = "200",
        description = "The holds, releases and approvals of the policy, with the new one",
        content = @Content(schema = @Schema(implementation = PolicyStateView.class)))
@APIResponse(responseCode = "401", description = "The token is missing or wrong", content = @Content)
@APIResponse(responseCode = "403", description = "No token is configured: commands are off", content = @Content)
@APIResponse(responseCode = "404", description = "No policy has this name", content = @Content)
@APIResponse(
        responseCode = "409",
        description = "Several repositories have a policy of this name: name the repository",
        content = @Content)
@APIResponse(
        responseCode = "503",
        description = "Kafka or the repository is unavailable; try again",
        content = @Content)
public class PolicyCommands {
    private final PolicyFinder finder;
    private final PolicyStates states;

    PolicyCommands(PolicyFinder finder, PolicyStates states) {
        this.finder = finder;
        this.states = states;
    }

    /** Holds a policy from now on. */
    @POST
    @Path("/hold")
    @RunOnVirtualThread
    @Operation(
            operationId = "hold",
            summary = "Hold a policy: nothing is written, promoted or reverted for it until it is released")
    public Response hold(
            @PathParam("name") @Parameter(description = "The policy's name") String name,
            @QueryParam("repository")
                    @Parameter(description = "The repository, if more than one has a policy of this name")
                    @Nullable
                    String repository,
            @Nullable CommandNote note) {
        CommandNote checked = CommandNote.of(note);
        return onOne(
                name,
                repository,
                place -> states.hold(
                        place.repository().id(), name, checked.authorOrDefault(), checked.reasonOrDefault()));
    }

    /** Releases a policy. */
    @POST
    @Path("/release")
    @RunOnVirtualThread
    @Operation(
            operationId = "release",
            summary = "Release a policy",
            description =
                    "Ends a hold. If no user holds the policy, but its newest image was reverted by a failed rollout or replaced by a user's "
                            + "commit, that image may be written again.")
    public Response release(
            @PathParam("name") @Parameter(description = "The policy's name") String name,
            @QueryParam("repository")
                    @Parameter(description = "The repository, if more than one has a policy of this name")
                    @Nullable
                    String repository,
            @QueryParam("digest")
                    @Parameter(
                            description =
                                    "The image to allow, if it is another one: an image that is held back because it was built"
                                            + " from another repository than the current one")
                    @Nullable
                    String digest,
            @Nullable CommandNote note) {
        CommandNote checked = CommandNote.of(note);
        Optional<Digest> named;
        try {
            named = Optional.ofNullable(digest).map(Digest::new);
        } catch (IllegalArgumentException e) {
            return Answers.of(Response.Status.BAD_REQUEST.getStatusCode(), "digest: " + e.getMessage());
        }
        return onOne(
                name,
                repository,
                place -> states.release(
                        place.repository().id(),
                        name,
                        named.or(() -> again(place, name)),
                        checked.authorOrDefault(),
                        checked.reasonOrDefault()));
    }

    /** The image that a release allows again; none if the release ends a user's hold. */
    private Optional<Digest> again(PolicyLocation place, String name) {
        boolean held = states.of(place.repository().id(), name).hold().isPresent();
        return held ? Optional.empty() : HoldView.newestWritten(place.repository(), place.tip(), name);
    }

    private Response onOne(String name, @Nullable String repository, Function<PolicyLocation, PolicyState> command) {
        try {
            List<PolicyLocation> places = finder.named(name, Optional.ofNullable(repository));
            return switch (places.size()) {
                case 0 ->
                    Answers.of(
                            Response.Status.NOT_FOUND.getStatusCode(),
                            "no policy " + name + "; GET /policies lists them");
                case 1 ->
                    Response.ok(PolicyStateView.of(command.apply(places.getFirst())))
                            .build();
                default ->
                    Answers.of(
                            Response.Status.CONFLICT.getStatusCode(),
                            "several repositories have a policy " + name + ": add ?repository="
                                    + places.getFirst().repository().id());
            };
        } catch (UncheckedIOException e) {
            return Answers.unavailable("temporarily unavailable: " + e.getMessage());
        }
    }
}
