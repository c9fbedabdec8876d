package dev.millrace.builder.status;

import dev.millrace.builder.journal.NewestEntries;
import dev.millrace.events.BuildFailed;
import dev.millrace.events.Event;
import dev.millrace.events.ImageBuilt;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.TopicFollower;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/**
 * The time of the last result of each build, as both topics have it. Topics have no order between them: without it, the failure of a build could replace the
 * success of its repetition. Thread-safe.
 */
public final class LatestResults implements TopicFollower.Listener {
    /** The number of builds that are remembered; those with the oldest results are forgotten first. */
    static final int MAX_REMEMBERED = 20_000;

    private record Build(RepositoryId repository, CommitId commit, Optional<ImageName> image) {}

    private final NewestEntries<Build, Instant> latest = new NewestEntries<>(MAX_REMEMBERED);
    private boolean isLoaded;

    @Override
    public synchronized void consume(Envelope<? extends Event> envelope) {
        build(envelope.event()).ifPresent(build -> latest.put(build, envelope.time(), envelope.time()));
    }

    @Override
    public synchronized void loaded() {
        isLoaded = true;
    }

    /**
     * Returns true if a later result of the same build is known.
     *
     * @throws UncheckedIOException if the results from before the start are not read yet
     */
    synchronized boolean isOutdated(Envelope<? extends Event> envelope) {
        if (!isLoaded) {
            throw new UncheckedIOException(
                    new IOException("the earlier results of builds are not read back yet; Kafka may be unavailable"));
        }
        return build(envelope.event())
                .flatMap(latest::get)
                .filter(time -> time.isAfter(envelope.time()))
                .isPresent();
    }

    private static Optional<Build> build(Event event) {
        return switch (event) {
            case ImageBuilt built ->
                built.source()
                        .map(source -> new Build(source.repository(), source.commit(), Optional.of(built.image())));
            case BuildFailed failed -> Optional.of(new Build(failed.repository(), failed.commit(), failed.image()));
            default -> Optional.empty();
        };
    }
}
