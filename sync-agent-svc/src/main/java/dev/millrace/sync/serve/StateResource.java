package dev.millrace.sync.serve;

import dev.millrace.events.Health;
import dev.millrace.messaging.intake.Listing;
import dev.millrace.sync.ReconcileResult;
import dev.millrace.sync.Subject;
import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.health.object.ObjectHealth;
import dev.millrace.sync.source.Repositories;
import dev.millrace.sync.source.Repository;
import dev.millrace.sync.state.Failure;
import dev.millrace.sync.state.Preview;
import dev.millrace.sync.state.SourceProblem;
import dev.millrace.sync.trigger.Followers;
import dev.millrace.sync.trigger.Results;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The applications and repositories as the agent knows them. */
@Path("/")
@Tag(name = "State")
@Produces(MediaType.APPLICATION_JSON)
public class StateResource {
    private final Followers followers;
    private final Results results;
    private final Repositories repositories;

    public StateResource(Followers followers, Results results, Repositories repositories) {
        this.followers = followers;
        this.results = results;
        this.repositories = repositories;
    }

    /** One application. */
    public record ApplicationState(
            String application,
            String repository,
            String ref,
            String path,
            Optional<String> revision,
            Optional<String> attemptedRevision,
            long attempt,
            boolean running,
            Optional<Health> health,
            String message,
            int objects) {}

    /**
     * One repository.
     *
     * @param heads the heads when last fetched, by full ref name
     * @param error why the last request failed; empty if it succeeded
     */
    public record RepositoryState(String repository, Map<String, String> heads, Instant lastAsked, String error) {}

    @GET
    @Path("applications")
    @Operation(operationId = "applications", summary = "All applications with revision, health and message")
    public List<ApplicationState> applications() {
        return Listing.of(followers.all(), this::state, StateResource::faulty).stream()
                .sorted(Comparator.comparing(ApplicationState::application))
                .toList();
    }

    private static ApplicationState faulty(Subject subject, String reason) {
        return new ApplicationState(
                subject.id().toString(),
                subject.source().repository().value(),
                "",
                subject.source().path(),
                Optional.empty(),
                Optional.empty(),
                0,
                false,
                Optional.empty(),
                reason,
                0);
    }

    /**
     * One application with its objects.
     *
     * @param waits the condition that it waits for; empty if there is none but health
     * @param preview the pending changes, if the application is only observed
     */
    public record ApplicationDetail(
            ApplicationState state, String waits, Optional<String> preview, List<ObjectState> objects) {}

    /**
     * One object.
     *
     * @param object {@code <kind> <namespace>/<name>}
     * @param uid the uid from the API server
     * @param rule the health rule that decided; empty if the object is healthy
     */
    public record ObjectState(
            String object, String apiVersion, String uid, Health health, String message, String rule) {}

    @GET
    @Path("applications/{namespace}/{name}")
    @Operation(operationId = "application", summary = "One application with its objects")
    @APIResponse(responseCode = "200", description = "The application")
    @APIResponse(responseCode = "404", description = "There is no such Application", content = @Content)
    public ApplicationDetail application(@PathParam("namespace") String namespace, @PathParam("name") String name) {
        Subject subject = followers
                .named(namespace, name)
                .orElseThrow(() -> unknown("there is no Application " + namespace + "/" + name));
        Optional<ReconcileResult> result = results.of(subject.uid());
        return new ApplicationDetail(
                state(subject),
                result.map(ReconcileResult::waitsFor).orElse(""),
                result.flatMap(ReconcileResult::preview).map(Preview::message),
                result.map(StateResource::objects).orElse(List.of()));
    }

    private static NotFoundException unknown(String message) {
        return new NotFoundException(
                message,
                Response.status(Response.Status.NOT_FOUND)
                        .type(MediaType.TEXT_PLAIN)
                        .entity(message)
                        .build());
    }

    private static List<ObjectState> objects(ReconcileResult result) {
        Map<String, ObjectHealth> unhealthy = new TreeMap<>();
        result.health().ifPresent(health -> health.objects()
                .forEach(of -> unhealthy.put(of.ref().identity(), of.health())));
        Health otherwise =
                result.health().filter(ApplicationHealth::known).isPresent() ? Health.Healthy : Health.Unknown;
        return result.ledger().objects().stream()
                .map(object -> {
                    Optional<ObjectHealth> problem =
                            Optional.ofNullable(unhealthy.get(object.ref().identity()));
                    return new ObjectState(
                            object.ref().toString(),
                            object.ref().apiVersion(),
                            object.uid(),
                            problem.map(ObjectHealth::health).orElse(otherwise),
                            problem.map(ObjectHealth::message).orElse(""),
                            problem.map(ObjectHealth::rule).orElse(""));
                })
                .toList();
    }

    private ApplicationState state(Subject subject) {
        Optional<ReconcileResult> result = results.of(subject.uid());
        Optional<ApplicationHealth> health = result.flatMap(ReconcileResult::health);
        return new ApplicationState(
                subject.id().toString(),
                subject.source().repository().value(),
                subject.source().followed().toString(),
                subject.source().path(),
                result.flatMap(o -> o.ledger().revision()).map(Object::toString),
                result.flatMap(o -> o.ledger().attempted()).map(Object::toString),
                result.map(o -> o.ledger().attempts()).orElse(0L),
                result.flatMap(o -> o.ledger().running()).isPresent(),
                health.filter(ApplicationHealth::known).map(ApplicationHealth::health),
                results.setAside(subject.uid())
                        .orElseGet(() -> result.map(StateResource::message).orElse("")),
                result.map(o -> o.ledger().objects().size()).orElse(0));
    }

    private static String message(ReconcileResult result) {
        return result.sourceProblem()
                .map(SourceProblem::summary)
                .orElseGet(() -> result.ledger().failure().map(Failure::message).orElse(""));
    }

    @GET
    @Path("repositories")
    @Operation(
            operationId = "repositories",
            summary = "Where the refs of all repositories stood when they were last asked")
    public List<RepositoryState> repositories() {
        return Listing.of(
                repositories.all().entrySet(),
                entry -> state(entry.getKey(), entry.getValue()),
                (entry, reason) -> new RepositoryState(entry.getKey(), Map.of(), Instant.EPOCH, reason));
    }

    private static RepositoryState state(String name, Repository repository) {
        Map<String, String> heads = new TreeMap<>();
        repository.heads().forEach((ref, commit) -> heads.put(ref.value(), commit.value()));
        return new RepositoryState(
                name, heads, repository.lastFetch().at(), repository.lastFetch().error());
    }
}
