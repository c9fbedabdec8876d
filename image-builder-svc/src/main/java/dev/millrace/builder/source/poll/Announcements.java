package dev.millrace.builder.source.poll;

import dev.millrace.events.Event;
import dev.millrace.events.SourceChanged;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.TopicFollower;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The refs that were announced, by any instance, of the configured repositories. Thread-safe. */
public final class Announcements implements TopicFollower.Listener {
    private final Map<String, RefLog> byRepository;
    private final CountDownLatch isLoaded = new CountDownLatch(1);

    public Announcements(Collection<RepositoryId> configured) {
        byRepository =
                configured.stream().collect(Collectors.toUnmodifiableMap(RepositoryId::value, id -> new RefLog()));
    }

    @Override
    public void consume(Envelope<? extends Event> envelope) {
        if (envelope.event() instanceof SourceChanged event) {
            consume(event);
        }
    }

    /** Consumes an event of the topic, in its order. */
    public void consume(SourceChanged event) {
        log(event.repository()).ifPresent(log -> log.add(event));
    }

    /** The next poll of each repository records all refs again, because the topic may have lost them. */
    public void recordAgain() {
        byRepository.values().forEach(RefLog::recordAgain);
    }

    private Optional<RefLog> log(RepositoryId repository) {
        return Optional.ofNullable(byRepository.get(repository.value()));
    }

    @Override
    public void loaded() {
        isLoaded.countDown();
    }

    /**
     * Waits until all events from before the start were consumed.
     *
     * @throws UncheckedIOException if they were not in time
     */
    void awaitLoaded(Duration limit) {
        try {
            if (!isLoaded.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new UncheckedIOException(
                        new IOException("the announced refs are not read back yet; Kafka may be unavailable"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("the service is stopping", e));
        }
    }

    AnnouncedRefs of(RepositoryId repository) {
        return log(repository).map(RefLog::announced).orElse(AnnouncedRefs.NONE);
    }

    Optional<CommitId> tip(RepositoryId repository, GitRef ref) {
        return log(repository).flatMap(log -> log.tip(ref));
    }

    /** The time of the last force push of a ref; empty if none is known. */
    public Optional<Instant> rewoundAt(RepositoryId repository, GitRef ref) {
        return log(repository).flatMap(log -> log.rewoundAt(ref));
    }

    /** The last commit that a ref had when it was deleted last; empty if that is not known. */
    Optional<CommitId> deletedTip(RepositoryId repository, GitRef ref) {
        return log(repository).flatMap(log -> log.deletedTip(ref));
    }

    /** Returns true if the force push that was seen at this time is recorded. */
    boolean isRecorded(RepositoryId repository, GitRef ref, Instant seenAt) {
        return log(repository).filter(log -> log.isRecorded(ref, seenAt)).isPresent();
    }
}
