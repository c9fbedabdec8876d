package dev.millrace.builder.intake.git;

import dev.millrace.git.webhook.PushReceiver;
import dev.millrace.messaging.intake.Answers;
import dev.millrace.messaging.intake.ClientConnection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** Push webhooks of application repositories. Answered with 202 when Kafka has acknowledged the events. */
@Path("/webhooks/git")
public class GitWebhook {
    private final PushReceiver receiver;
    private final PushIntake intake;

    public GitWebhook(PushReceiver receiver, PushIntake intake) {
        this.receiver = receiver;
        this.intake = intake;
    }

    /** Receives a delivery of any git host; the headers identify the host. */
    @POST
    @RunOnVirtualThread
    public Response receive(@Context HttpHeaders headers, @Context RoutingContext request, InputStream body) {
        PushReceiver.Answer answer = receiver.receive(
                new PushReceiver.Request(headers.getRequestHeaders(), ClientConnection.address(request), body), intake);
        if (!answer.isRead()) {
            ClientConnection.closeWhenAnswered(request);
        }
        return Answers.of(answer.status(), answer.line(), answer.retryAfter(), answer.isRead());
    }
}
