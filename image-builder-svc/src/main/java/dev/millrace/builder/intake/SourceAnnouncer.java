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

/** Tells that a ref moved, and returns when Kafka has it. */
@ApplicationScoped
public class SourceAnnouncer {

    private final EventPublisher publisher;
    private final Clock clock;

    public SourceAnnouncer(EventPublisher publisher, Clock clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * A ref moved.
     *
     * @throws dev.millrace.messaging.EventNotPublished if Kafka doesn't take it in time
     */
    public void moved(RepositoryId repository, GitRef ref, CommitId before, CommitId after) {
        Instant now = clock.instant();
        publisher.publish(Envelope.first(
                new SourceChanged(repository, ref, before, after, now),
                BuildReports.SERVICE,
                now,
                ChainId.of(repository, after),
                Optional.empty()));
    }
}
