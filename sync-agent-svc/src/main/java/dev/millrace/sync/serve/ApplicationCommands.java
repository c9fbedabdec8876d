package dev.millrace.sync.serve;

import dev.millrace.cluster.ApiServerErrors;
import dev.millrace.cluster.Marks;
import dev.millrace.cluster.application.Application;
import dev.millrace.messaging.intake.Answers;
import dev.millrace.messaging.intake.RequiresToken;
import dev.millrace.sync.trigger.Followers;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Requests for an application. A request is recorded on the Application, where the agent that is the leader receives it and every user sees it. */
@Path("/applications/{namespace}/{name}/sync") // a shorter path would hide resources below it
@Tag(name = "Applications")
@RequiresToken
@SecurityScheme(
        securitySchemeName = "token",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        description = "millrace.sync.api.token")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.TEXT_PLAIN)
@SecurityRequirement(name = "token")
public class ApplicationCommands {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    private final Followers followers;
    private final KubernetesClient client;

    ApplicationCommands(Followers followers, KubernetesClient client) {
        this.followers = followers;
        this.client = client;
    }

    /** Applies the newest commit, or the one that the request names, with all of its objects. */
    @POST
    @RunOnVirtualThread
    @Operation(
            operationId = "sync",
            summary = "Apply all objects of the newest commit, or of another one of the followed ref",
            description = "Sets the annotation millrace.dev/sync. An older commit holds until the source moves.")
    @APIResponse(responseCode = "202", description = "Accepted; sync.completed reports the result", content = @Content)
    @APIResponse(responseCode = "400", description = "The commit is not 40 hexadecimal digits", content = @Content)
    @APIResponse(responseCode = "401", description = "The token is missing or wrong", content = @Content)
    @APIResponse(responseCode = "403", description = "No token is configured: commands are off", content = @Content)
    @APIResponse(responseCode = "404", description = "There is no such Application", content = @Content)
    @APIResponse(responseCode = "503", description = "The API server is unavailable; try again", content = @Content)
    public Response sync(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @QueryParam("commit")
                    @Parameter(description = "40 hexadecimal digits; the newest one if left out")
                    @Nullable
                    String commit) {
        Optional<String> asked = Optional.ofNullable(commit).filter(text -> !text.isBlank());
        if (asked.filter(text -> !COMMIT.matcher(text).matches()).isPresent()) {
            return Answers.malformed("commit: 40 hexadecimal digits are needed, in lower case");
        }
        if (followers.named(namespace, name).isEmpty()) {
            return Answers.of(
                    Response.Status.NOT_FOUND.getStatusCode(), "there is no Application " + namespace + "/" + name);
        }
        return annotate(namespace, name, asked.orElseGet(() -> Instant.now().toString()));
    }

    private Response annotate(String namespace, String name, String value) {
        String patch = client.getKubernetesSerialization()
                .asJson(Map.of("metadata", Map.of("annotations", Map.of(Marks.SYNC, value))));
        try {
            client.resources(Application.class)
                    .inNamespace(namespace)
                    .withName(name)
                    .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
            return Answers.accepted("asked: " + Marks.SYNC + "=" + value);
        } catch (KubernetesClientException e) {
            return e.getCode() == Response.Status.NOT_FOUND.getStatusCode()
                    ? Answers.of(e.getCode(), "there is no Application " + namespace + "/" + name)
                    : Answers.unavailable("not now: " + ApiServerErrors.reason(e));
        }
    }
}
