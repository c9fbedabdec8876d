package dev.millrace.drift.audit;

import dev.millrace.events.DriftDetected;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.EventNotPublished;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.EventTooLarge;
import dev.millrace.messaging.intake.Answers;
import dev.millrace.messaging.intake.RequiresToken;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Receives the API server's audit log from its webhook backend. A batch of up to 2 MiB is read, and a few at a time; the API server sends a refused
 * one again.
 */
@Path("/audit")
@RequiresToken
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.TEXT_PLAIN)
public class AuditResource {
    private static final Logger LOG = Logger.getLogger(AuditResource.class);
    private static final String SERVICE = "drift-detector-svc";
    private static final int AT_ONCE = 2;
    private static final int TOO_MANY = 429;

    private final AuditLog log;
    private final EventPublisher publisher;
    private final Clock clock;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    AuditResource(AuditLog log, EventPublisher publisher, Clock clock) {
        this.log = log;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Receives a batch, and publishes the users of the drifts that it explains. */
    @POST
    @RunOnVirtualThread
    public Response receive(byte[] body) {
        if (!turns.tryAcquire()) {
            return Answers.of(TOO_MANY, "other batches are being read", Optional.of(Duration.ofSeconds(1)), true);
        }
        try {
            AuditBatch batch = AuditBatch.parse(body);
            log.receive(batch);
            publish();
            return Answers.accepted("received: writes=" + batch.writes().size());
        } catch (IllegalArgumentException e) {
            return Answers.malformed(String.valueOf(e.getMessage()));
        } catch (EventNotPublished e) {
            return Answers.unavailable("Kafka is unavailable; send the batch again");
        } finally {
            turns.release();
        }
    }

    /** A batch that is received twice publishes an event under the same id, if at all. */
    private synchronized void publish() {
        for (Map.Entry<Envelope<DriftDetected>, AuditWrite> found :
                log.attributable().entrySet()) {
            Envelope<DriftDetected> drift = found.getKey();
            AuditWrite write = found.getValue();
            DriftDetected attributed = drift.event()
                    .attributedTo(
                            new DriftDetected.Attribution(
                                    drift.id(),
                                    write.user(),
                                    write.sourceAddress(),
                                    write.userAgent(),
                                    write.completed()),
                            clock.instant());
            try {
                publisher.publish(drift.followedBy(attributed, SERVICE, clock.instant()));
                LOG.infof("drift attributed: object=%s drift=%s", drift.event().object(), drift.id());
            } catch (EventTooLarge e) {
                LOG.warnf(
                        "user of a drift not published, Kafka accepts no record of its size: drift=%s error=%s",
                        drift.id(), e.getMessage());
            }
            log.done(drift.id());
        }
    }
}
