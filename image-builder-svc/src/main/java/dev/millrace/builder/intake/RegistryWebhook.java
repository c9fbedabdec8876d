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

/** Notifications of Distribution's registry. Answered with 202 when Kafka has acknowledged an {@code image.built} for each external image. */
@Path("/webhooks/registry/distribution")
public class RegistryWebhook {
    private static final Logger LOG = Logger.getLogger(RegistryWebhook.class);

    private final RegistrySender sender;
    private final ExternalImages images;
    private final DeliveryMetrics metrics;
    private final ObjectMapper json;

    public RegistryWebhook(RegistrySender sender, ExternalImages images, DeliveryMetrics metrics, ObjectMapper json) {
        this.sender = sender;
        this.images = images;
        this.metrics = metrics;
        this.json = json;
    }

    /** Receives an envelope of notifications. */
    @POST
    @RunOnVirtualThread
    public Response receive(@HeaderParam("Authorization") @Nullable String authorization, byte[] body) {
        if (authorization == null || !sender.matches(authorization)) {
            metrics.failed(authorization == null ? "webhook-unsigned" : "webhook-forged");
            return Answers.unauthorized("the Authorization header does not match the configured one");
        }
        return switch (DistributionNotification.read(json, body)) {
            case DistributionNotification.Malformed malformed -> {
                metrics.failed("webhook-malformed");
                yield Answers.malformed(malformed.reason());
            }
            case DistributionNotification.Pushes pushes -> publish(pushes);
        };
    }

    private Response publish(DistributionNotification.Pushes pushes) {
        try {
            pushes.pushes().forEach(push -> images.pushed(push.image(), push.tag()));
            return Answers.accepted(pushes.pushes().size() + " pushed tags processed");
        } catch (UncheckedIOException e) {
            LOG.warnf("notification not accepted, sender must retry: error=%s", e.getMessage());
            return Answers.unavailable("Kafka or the registry is unavailable; deliver again");
        }
    }
}
