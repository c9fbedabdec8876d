package dev.millrace.builder.intake;

import dev.millrace.builder.publish.BuildReports;
import dev.millrace.events.SourceChanged;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.EventPublisher;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Publishes {@code source.changed}. */
@ApplicationScoped
public class SourceChangePublisher {

    private final EventPublisher publisher;
    private final Clock clock;

    public SourceChangePublisher(EventPublisher publisher, Clock clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * Publishes that a ref moved. Returns when Kafka has acknowledged the event.
     *
     * @throws dev.millrace.messaging.EventNotPublished if Kafka doesn't acknowledge it in time
     */
    public void publish(RepositoryId repository, GitRef ref, CommitId before, CommitId after) {
        Instant now = clock.instant();
        publisher.publish(Envelope.first(
                new SourceChanged(repository, ref, before, after, now),
                BuildReports.SERVICE,
                now,
                ChainId.of(repository, after),
                Optional.empty()));
    }
}
