package dev.millrace.drift.serve;

import dev.millrace.drift.publish.ObjectKey;
import dev.millrace.drift.publish.OpenDrifts;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.intake.Answers;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The open drifts, and the history of drift. */
@Path("/drift")
@Tag(name = "Drift")
@Produces(MediaType.APPLICATION_JSON)
public class DriftResource {
    static final Duration MAX_HISTORY = Duration.ofDays(30);
    private static final Duration HISTORY = Duration.ofDays(1);
    private static final Comparator<Envelope<DriftDetected>> BY_OBJECT = Comparator.comparing(DriftResource::position);

    private final OpenDrifts openDrifts;
    private final DriftHistory history;
    private final DriftFeed feed;
    private final Clock clock;

    DriftResource(OpenDrifts openDrifts, DriftHistory history, DriftFeed feed, Clock clock) {
        this.openDrifts = openDrifts;
        this.history = history;
        this.feed = feed;
        this.clock = clock;
    }

    /** Lists drifts. */
    @GET
    @RunOnVirtualThread
    @Operation(
            operationId = "drifts",
            summary = "The open drifts, or the events of the past",
            description =
                    "Open drifts are in the order of their application and object, events of the past oldest first. Each item is the event as on"
                            + " drift.detected, with its id and chain. A page ends with next if there is another one.")
    @APIResponse(
            responseCode = "200",
            description =
                    "A page; complete is false if events may be missing, because too many were published since that time",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "400", description = "A parameter can't be read", content = @Content)
    @APIResponse(
            responseCode = "503",
            description = "Kafka is unavailable, or too many requests read the history; try again",
            content = @Content)
    public Response drifts(@BeanParam DriftQuery query) {
        try {
            DriftFilter filter = query.filter(clock.instant());
            int limit = query.limit();
            return switch (query.state()) {
                case OPEN -> open(filter, query.after(), limit);
                case HISTORY -> past(filter, query.after(), limit);
            };
        } catch (IllegalArgumentException e) {
            return Answers.malformed(String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            return Answers.unavailable("not now: " + e.getMessage());
        }
    }

    private Response open(DriftFilter filter, Optional<String> after, int limit) {
        List<Envelope<DriftDetected>> page = openDrifts.published().stream()
                .filter(drift -> filter.accepts(drift.event()))
                .filter(drift -> after.filter(last -> position(drift).compareTo(last) <= 0)
                        .isEmpty())
                .sorted(BY_OBJECT)
                .limit(limit + 1L)
                .toList();
        boolean hasMore = page.size() > limit;
        List<Envelope<DriftDetected>> shown = hasMore ? page.subList(0, limit) : page;
        Optional<String> next = hasMore ? Optional.of(position(shown.getLast())) : Optional.empty();
        return Response.ok(DriftJson.page(shown, next, true).toString()).build();
    }

    private Response past(DriftFilter filter, Optional<String> after, int limit) {
        Instant now = clock.instant();
        Instant since = after.or(() -> filter.since().map(Instant::toString))
                .flatMap(text -> DriftFilter.since(Optional.of(text), now))
                .map(time -> time.isAfter(now) ? now : time)
                .orElseGet(() -> now.minus(HISTORY));
        if (since.isBefore(now.minus(MAX_HISTORY))) {
            return Answers.malformed("since: 30 days at most are kept");
        }
        return history.read(
                        since,
                        event -> filter.accepts(event) && !event.detectedAt().isBefore(since),
                        limit)
                .map(page -> {
                    Optional<String> next = page.hasMore() && !page.isCut()
                            ? Optional.of(
                                    page.events().getLast().event().detectedAt().toString())
                            : Optional.empty();
                    return Response.ok(DriftJson.page(page.events(), next, !page.isCut())
                                    .toString())
                            .build();
                })
                .orElseGet(() -> Answers.unavailable("not now: other requests read the history; try again"));
    }

    private static String position(Envelope<DriftDetected> drift) {
        DriftDetected event = drift.event();
        return event.application() + " " + ObjectKey.of(event.applicationUid(), event.object());
    }

    /** Shows one drift. */
    @GET
    @Path("/{id}")
    @RunOnVirtualThread
    @Operation(
            operationId = "drift",
            summary = "A drift with its unified diff",
            description =
                    "Open drifts, and the newest events that this instance has published. Confidential values are masked in the diff.")
    @APIResponse(
            responseCode = "200",
            description = "The event, with diff",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "404", description = "No such drift is open or recent", content = @Content)
    public Response drift(@PathParam("id") String id) {
        return Stream.concat(openDrifts.published().stream(), feed.recent().stream())
                .filter(drift -> drift.id().value().equals(id))
                .findFirst()
                .map(drift -> Response.ok(DriftJson.withDiff(drift).toString()).build())
                .orElseGet(() -> Answers.of(
                        Response.Status.NOT_FOUND.getStatusCode(),
                        "no open or recent drift has this id; GET /drift?state=history lists older events"));
    }
}
