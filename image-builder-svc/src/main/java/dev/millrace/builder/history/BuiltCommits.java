package dev.millrace.builder.history;

import dev.millrace.events.Event;
import dev.millrace.events.ImageBuilt;
import dev.millrace.events.Source;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.TopicFollower;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The last built commit of each image on each ref. Thread-safe. */
public final class BuiltCommits implements TopicFollower.Listener {
    /** The number of images on refs that are remembered; the ones that were built the longest ago are forgotten first. */
    static final int MAX_REMEMBERED = 100_000;

    private static final float LOAD = 0.75f;

    private record Place(RepositoryId repository, GitRef ref, ImageName image) {}

    private final Map<Place, CommitId> built = new LinkedHashMap<>(16, LOAD, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, CommitId> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };
    private final CountDownLatch isLoaded = new CountDownLatch(1);

    @Override
    public synchronized void consume(Envelope<? extends Event> envelope) {
        if (envelope.event() instanceof ImageBuilt image && image.source().isPresent()) {
            Source source = image.source().get();
            built.put(new Place(source.repository(), source.ref(), image.image()), source.commit());
        }
    }

    @Override
    public void loaded() {
        isLoaded.countDown();
    }

    /**
     * The last built commit; empty if none is known.
     *
     * @throws UncheckedIOException if the events from before the start are not read in time
     */
    public Optional<CommitId> of(Source source, ImageName image, Duration limit) {
        awaitLoaded(limit);
        synchronized (this) {
            return Optional.ofNullable(built.get(new Place(source.repository(), source.ref(), image)));
        }
    }

    private void awaitLoaded(Duration limit) {
        try {
            if (!isLoaded.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new UncheckedIOException(
                        new IOException("the images built before are not read back yet; Kafka may be unavailable"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("the service is stopping", e));
        }
    }
}
