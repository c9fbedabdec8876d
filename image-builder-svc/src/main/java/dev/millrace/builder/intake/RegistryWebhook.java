package dev.millrace.builder.intake;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.intake.Answers;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Notifications of Distribution's registry. Answered with 202 when Kafka has an {@code image.built} for each foreign image. */
@Path("/webhooks/registry/distribution")
public class RegistryWebhook {
    private static final Logger LOG = Logger.getLogger(RegistryWebhook.class);

    private final RegistrySender sender;
    private final ForeignImages images;
    private final DeliveryMetrics metrics;
    private final ObjectMapper json;

    public RegistryWebhook(RegistrySender sender, ForeignImages images, DeliveryMetrics metrics, ObjectMapper json) {
        this.sender = sender;
        this.images = images;
        this.metrics = metrics;
        this.json = json;
    }

    /** Takes an envelope of notifications. */
    @POST
    @RunOnVirtualThread
    public Response receive(@HeaderParam("Authorization") @Nullable String authorization, byte[] body) {
        if (authorization == null || !sender.sent(authorization)) {
            metrics.failed(authorization == null ? "webhook-unsigned" : "webhook-forged");
            return Answers.unauthorized("the Authorization header is not the one that is configured");
        }
        return switch (DistributionNotification.read(json, body)) {
            case DistributionNotification.Malformed malformed -> {
                metrics.failed("webhook-malformed");
                yield Answers.malformed(malformed.reason());
            }
            case DistributionNotification.Pushes pushes -> tell(pushes);
        };
    }

    private Response tell(DistributionNotification.Pushes pushes) {
        try {
            pushes.pushes().forEach(push -> images.pushed(push.image(), push.tag()));
            return Answers.accepted(pushes.pushes().size() + " pushed tags looked at");
        } catch (UncheckedIOException e) {
            LOG.warnf("notification refused for now: why=%s", e.getMessage());
            return Answers.later("Kafka or the registry is away; deliver again");
        }
    }
}
