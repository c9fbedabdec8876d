package dev.millrace.builder.source.poll;

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
    private final Announcements announcements;
    private final Clock clock;

    public SourceChangePublisher(EventPublisher publisher, Announcements announcements, Clock clock) {
        this.publisher = publisher;
        this.announcements = announcements;
        this.clock = clock;
    }

    /**
     * Publishes that a ref moved. Returns when Kafka has acknowledged the event.
     *
     * @throws dev.millrace.messaging.EventNotPublished if Kafka doesn't acknowledge it in time
     */
    public void publish(RepositoryId repository, GitRef ref, CommitId before, CommitId after) {
        publish(new SourceChanged(repository, ref, before, after, clock.instant()));
    }

    /** Publishes refs that need no build. Returns when Kafka has acknowledged the event. */
    void record(RepositoryId repository, SourceChanged.Observation observation) {
        publish(SourceChanged.observed(repository, observation, clock.instant()));
    }

    private void publish(SourceChanged event) {
        Instant now = event.seenAt();
        publisher.publish(Envelope.first(
                event, BuildReports.SERVICE, now, ChainId.of(event.repository(), event.after()), Optional.empty()));
        announcements.consume(event);
    }
}
