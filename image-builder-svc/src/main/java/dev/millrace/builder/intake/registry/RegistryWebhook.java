package dev.millrace.builder.intake.registry;

import dev.millrace.builder.intake.registry.notice.Outcome;
import dev.millrace.builder.intake.registry.proof.Evidence;
import dev.millrace.builder.intake.registry.proof.Verdict;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.intake.Answers;
import dev.millrace.messaging.intake.IgnoredCounter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Notifications of registries. Answered with 202 when Kafka has acknowledged an {@code image.pushed} for each reported tag; no registry is
 * asked before.
 */
@Path("/webhooks/registry/{kind}")
public class RegistryWebhook {
    private static final Logger LOG = Logger.getLogger(RegistryWebhook.class);

    /** A request, without its body. */
    private record Request(
            RegistrySender sender, Map<String, String> headers, Map<String, String> query, Evidence evidence) {}

    private final RegistrySenders senders;
    private final PushedImages images;
    private final DeliveryMetrics metrics;
    private final IgnoredCounter ignored;

    public RegistryWebhook(
            RegistrySenders senders, PushedImages images, DeliveryMetrics metrics, IgnoredCounter ignored) {
        this.senders = senders;
        this.images = images;
        this.metrics = metrics;
        this.ignored = ignored;
    }

    /** Receives a notification with its proof in a header. */
    @POST
    @RunOnVirtualThread
    public Response receive(
            @PathParam("kind") String kind, @Context HttpHeaders headers, @Context UriInfo uri, InputStream body) {
        return answer(kind, Optional.empty(), headers, uri, body);
    }

    /** Receives a notification of a sender that can't sign. The token must never be shown. */
    @POST
    @Path("/{token}")
    @RunOnVirtualThread
    public Response receive(
            @PathParam("kind") String kind,
            @PathParam("token") String token,
            @Context HttpHeaders headers,
            @Context UriInfo uri,
            InputStream body) {
        return answer(kind, Optional.of(token), headers, uri, body);
    }

    private Response answer(String kind, Optional<String> token, HttpHeaders headers, UriInfo uri, InputStream body) {
        Optional<RegistrySender> sender = senders.named(kind);
        if (sender.isEmpty()) {
            return Answers.of(404, "no such sender is configured");
        }
        try {
            Map<String, String> sent = joined(headers.getRequestHeaders());
            if (!isJson(sent.getOrDefault("content-type", ""))) {
                return refused(415, "the body must be JSON; set the webhook's content type to application/json");
            }
            return receive(
                    new Request(sender.get(), sent, joined(uri.getQueryParameters()), new Evidence(sent, token)), body);
        } catch (UncheckedIOException e) {
            LOG.warnf("notification not stored, sender must retry: sender=%s error=%s", kind, e.getMessage());
            return Answers.unavailable("Kafka is unavailable; deliver again");
        } catch (RuntimeException e) {
            // Quarkus would log the path, which may contain a token.
            LOG.errorf(e, "notification failed: sender=%s", kind);
            metrics.failed("bug");
            return Answers.of(500, "an internal error; see the log of the service");
        }
    }

    private Response receive(Request request, InputStream body) {
        Verdict verdict = request.sender().proof().beforeBody(request.evidence());
        return verdict == Verdict.GENUINE || verdict == Verdict.NEEDS_BODY
                ? read(request, verdict, body)
                : unproved(verdict);
    }

    private Response read(Request request, Verdict before, InputStream in) {
        return switch (RequestBody.read(in)) {
            case RequestBody.TooLarge tooLarge ->
                refused(413, "the body is larger than " + (RequestBody.MAX_BYTES >> 20) + " MiB");
            case RequestBody.Incomplete incomplete -> refused(408, "the body did not arrive in time");
            case RequestBody.Complete complete -> {
                Verdict verdict = before == Verdict.NEEDS_BODY
                        ? request.sender().proof().withBody(request.evidence(), complete.bytes())
                        : before;
                yield verdict == Verdict.GENUINE ? store(request, complete.bytes()) : unproved(verdict);
            }
        };
    }

    private Response store(Request request, byte[] body) {
        RegistrySender sender = request.sender();
        return switch (sender.kind().read(request.headers(), request.query(), sender.host(), body)) {
            case Outcome.Refused refused -> refused(refused.status(), refused.message());
            case Outcome.Ignored other -> {
                ignored.count("registry-event");
                yield Answers.accepted("ignored: " + other.reason());
            }
            case Outcome.Images pushed -> {
                int stored = images.store(sender.kind(), pushed.tags());
                yield Answers.accepted(stored + " of " + pushed.tags().size() + " pushed tags stored");
            }
        };
    }

    private Response unproved(Verdict verdict) {
        if (verdict == Verdict.UNAVAILABLE) {
            metrics.failed("issuer-keys");
            return Answers.unavailable("the keys of the token's issuer can't be fetched; deliver again");
        }
        boolean missing = verdict == Verdict.MISSING;
        metrics.failed(missing ? "webhook-unsigned" : "webhook-forged");
        return Answers.unauthorized(
                missing ? "the notification has no proof of its sender" : "the proof of the sender is not valid");
    }

    private Response refused(int status, String message) {
        metrics.failed("webhook-malformed");
        return Answers.of(status, message);
    }

    /** An absent type is JSON too, because some senders send none. A batch of CloudEvents is no object. */
    static boolean isJson(String contentType) {
        String type = contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        return type.isEmpty()
                || type.equals("application/json")
                || (type.startsWith("application/")
                        && type.endsWith("+json")
                        && !type.equals("application/cloudevents-batch+json"));
    }

    private static Map<String, String> joined(MultivaluedMap<String, String> values) {
        Map<String, String> all = new TreeMap<>();
        values.forEach((name, list) -> all.put(name.toLowerCase(Locale.ROOT), String.join(",", list)));
        return all;
    }
}
