package dev.millrace.builder.api;

import dev.millrace.builder.queue.BuildQueue;
import dev.millrace.builder.source.SourceRepositories;
import dev.millrace.builder.source.SourceRepository;
import dev.millrace.builder.source.SourceState;
import dev.millrace.builder.source.poll.SourceChangePublisher;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.messaging.EventNotPublished;
import dev.millrace.messaging.intake.Answers;
import dev.millrace.messaging.intake.RequiresToken;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.jspecify.annotations.Nullable;

/** Commands of users: build a ref again, cancel a build. */
@Path("/builds")
@RequiresToken
@SecurityScheme(securitySchemeName = "token", type = SecuritySchemeType.HTTP, scheme = "bearer")
@SecurityRequirement(name = "token")
public class BuildCommands {
    private static final int MAX_REF = 1024;

    private final SourceRepositories repositories;
    private final SourceChangePublisher changes;
    private final BuildQueue queue;

    public BuildCommands(SourceRepositories repositories, SourceChangePublisher changes, BuildQueue queue) {
        this.repositories = repositories;
        this.changes = changes;
        this.queue = queue;
    }

    /**
     * The ref to build.
     *
     * @param repository the repository as in events, or its address
     * @param ref the full name, such as {@code refs/heads/main}
     */
    public record Request(
            @Nullable String repository, @Nullable String ref) {}

    /** Builds the commit that a ref names now; an image that its registry has is announced again. */
    @POST
    @Operation(
            operationId = "build",
            summary =
                    "Build the commit that a ref names now, also after a failure; an image that its registry has is announced again")
    @APIResponse(responseCode = "202", description = "The build is requested")
    @APIResponse(responseCode = "400", description = "The repository or the ref is missing or invalid")
    @APIResponse(responseCode = "404", description = "The repository is not configured, or it has no such ref")
    @APIResponse(responseCode = "409", description = "The ref is not built")
    @APIResponse(responseCode = "503", description = "The Git host or Kafka is unavailable")
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    public Response build(@Nullable Request request) {
        if (request == null || request.repository() == null || request.ref() == null) {
            return Answers.malformed("the request has a repository and a ref, such as refs/heads/main");
        }
        if (request.ref().length() > MAX_REF || !request.ref().startsWith("refs/")) {
            return Answers.malformed("ref is the full name of a ref, such as refs/heads/main");
        }
        Optional<SourceRepository> repository = repository(request.repository());
        if (repository.isEmpty()) {
            return Answers.of(
                    Response.Status.NOT_FOUND.getStatusCode(),
                    "the repository is not configured in millrace.builder.repositories");
        }
        return build(repository.get(), new GitRef(request.ref()));
    }

    private Response build(SourceRepository repository, GitRef ref) {
        if (!repository.builds(ref)) {
            return Answers.of(
                    Response.Status.CONFLICT.getStatusCode(), "the repository's configured refs don't match this one");
        }
        try {
            return switch (repository.fetch(ref)) {
                case SourceState.Absent absent ->
                    Answers.of(Response.Status.NOT_FOUND.getStatusCode(), "the ref does not exist on the Git host");
                case SourceState.OwnCommit own ->
                    Answers.of(
                            Response.Status.CONFLICT.getStatusCode(),
                            "the ref has only commits that Millrace made; they are not built");
                case SourceState.Found found -> {
                    changes.publish(repository.id(), ref, found.tip(), found.tip());
                    yield Answers.accepted(
                            "the build is requested: commit " + found.source().commit());
                }
            };
        } catch (EventNotPublished e) {
            return Answers.unavailable("Kafka is unavailable; try again");
        } catch (UncheckedIOException e) {
            return Answers.unavailable("the Git host is unavailable; try again");
        }
    }

    private Optional<SourceRepository> repository(String name) {
        return repositories.all().stream()
                .filter(one -> one.id().value().equals(name) || isAddress(one.id(), name))
                .findFirst();
    }

    private static boolean isAddress(RepositoryId id, String name) {
        try {
            return RepositoryId.parse(name).equals(id);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Cancels a build that waits or runs. Its commit is built again if its ref moves or somebody asks for it. */
    @DELETE
    @Operation(operationId = "cancel", summary = "Cancel a build that waits or runs on this instance")
    @APIResponse(responseCode = "202", description = "The build is being cancelled")
    @APIResponse(responseCode = "404", description = "No build with this id waits or runs here")
    @Path("/{id}")
    @RunOnVirtualThread
    public Response cancel(@PathParam("id") String id) {
        return queue.cancel(id)
                ? Answers.accepted("the build is being cancelled")
                : Answers.of(Response.Status.NOT_FOUND.getStatusCode(), "no build with this id waits or runs here");
    }
}
