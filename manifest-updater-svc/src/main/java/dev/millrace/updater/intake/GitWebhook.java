package dev.millrace.updater.intake;

import dev.millrace.git.webhook.PushNotice;
import dev.millrace.git.webhook.PushReceiver;
import dev.millrace.git.webhook.PushStore;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.intake.Answers;
import dev.millrace.messaging.intake.ClientConnection;
import dev.millrace.messaging.intake.IgnoredCounter;
import dev.millrace.updater.repository.ConfigRepositories;
import dev.millrace.updater.repository.ConfigRepository;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Push webhooks of configuration repositories. A delivery is answered with 202 when Kafka has acknowledged the resulting events. */
@Path("/webhooks/git")
@Tag(name = "Webhooks", description = "Deliveries of Git hosts")
public class GitWebhook {
    private final PushReceiver receiver;
    private final ConfigRepositories repositories;
    private final RefReconciler reconciler;
    private final IgnoredCounter ignored;
    private final DeliveryMetrics metrics;

    public GitWebhook(
            PushReceiver receiver,
            ConfigRepositories repositories,
            RefReconciler reconciler,
            IgnoredCounter ignored,
            DeliveryMetrics metrics) {
        this.receiver = receiver;
        this.repositories = repositories;
        this.reconciler = reconciler;
        this.ignored = ignored;
        this.metrics = metrics;
    }

    /** Receives a delivery of any Git host; the headers identify the host. */
    @POST
    @RunOnVirtualThread
    @Operation(
            operationId = "gitWebhook",
            summary = "Receive a push webhook of a configuration repository, signed as its host signs it")
    @APIResponse(responseCode = "202", description = "Kafka has acknowledged the resulting events, or there were none")
    @APIResponse(responseCode = "400", description = "The payload cannot be parsed")
    @APIResponse(responseCode = "401", description = "The signature is missing or wrong")
    @APIResponse(responseCode = "404", description = "No secret is configured")
    @APIResponse(responseCode = "408", description = "The body did not arrive in time")
    @APIResponse(responseCode = "413", description = "The body is larger than the limit, 25 MiB by default")
    @APIResponse(responseCode = "429", description = "Too many requests; deliver again after the time in Retry-After")
    @APIResponse(
            responseCode = "503",
            description = "Kafka or the repository is unavailable, or too many bodies arrive at once; deliver again")
    public Response receive(@Context HttpHeaders headers, @Context RoutingContext request, InputStream body) {
        PushReceiver.Answer answer = receiver.receive(
                new PushReceiver.Request(headers.getRequestHeaders(), ClientConnection.address(request), body),
                PushStore.each(this::reconcile));
        if (!answer.isRead()) {
            ClientConnection.closeWhenAnswered(request);
        }
        return Answers.of(answer.status(), answer.line(), answer.retryAfter(), answer.isRead());
    }

    private boolean reconcile(PushNotice notice) {
        Optional<ConfigRepository> repository = repositories.of(notice.repository());
        if (repository.isEmpty()) {
            ignored.count("unknown-repository");
            return false;
        }
        metrics.timed("webhook", () -> reconciler.reconcile(repository.get(), notice));
        return true;
    }
}
