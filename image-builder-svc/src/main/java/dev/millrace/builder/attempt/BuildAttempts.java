package dev.millrace.builder.attempt;

import dev.millrace.builder.publish.BuildReports;
import dev.millrace.builder.queue.QueuedBuild;
import dev.millrace.events.BuildAttempted;
import dev.millrace.events.Event;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.TopicFollower;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The open attempts of builds, as the topic has them. Thread-safe. */
public final class BuildAttempts implements TopicFollower.Listener {
    /** The number of attempts in a row that ended with the service, from which a build is not tried again. */
    public static final int MAX_OPEN = 3;

    private final Consumer<Envelope<BuildAttempted>> publisher;
    private final Clock clock;

    /** By the fingerprint of the build; without those that have ended. */
    private final Map<String, Integer> open = new HashMap<>();

    /** The records of this instance that have not been read back. They are counted already. */
    private final Set<EventId> own = new HashSet<>();

    private Instant last = Instant.EPOCH;
    private boolean isLoaded;

    /** @param publisher returns once Kafka has acknowledged the event; throws an {@link UncheckedIOException} if it doesn't */
    public BuildAttempts(Consumer<Envelope<BuildAttempted>> publisher, Clock clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    @Override
    public synchronized void consume(Envelope<? extends Event> envelope) {
        if (envelope.event() instanceof BuildAttempted attempt && !own.remove(envelope.id())) {
            count(attempt);
        }
    }

    @Override
    public synchronized void loaded() {
        isLoaded = true;
    }

    /**
     * Records that an attempt begins. It has to be ended.
     *
     * @return the number of attempts in a row before it that did not end
     * @throws UncheckedIOException if earlier attempts are not read yet, or Kafka is unavailable
     */
    public synchronized int begin(QueuedBuild build) {
        if (!isLoaded) {
            throw new UncheckedIOException(new IOException("the earlier attempts of builds are not read yet"));
        }
        int before = open.getOrDefault(build.id(), 0);
        publish(build, before + 1);
        return before;
    }

    /**
     * Records that an attempt has ended with a result, also in a thread that is interrupted. The number of its predecessors no longer counts.
     *
     * @throws UncheckedIOException if Kafka is unavailable
     */
    public void end(QueuedBuild build) {
        end(build, 0);
    }

    /**
     * Records that an attempt was given up, also in a thread that is interrupted: it was cancelled, superseded or handed back. It shows nothing about the
     * build, so that its predecessors still count.
     *
     * @param unended the number of attempts before it that did not end
     * @throws UncheckedIOException if Kafka is unavailable
     */
    public void giveUp(QueuedBuild build, int unended) {
        end(build, unended);
    }

    private void end(QueuedBuild build, int left) {
        boolean interrupted = Thread.interrupted();
        try {
            publish(build, left);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void publish(QueuedBuild build, int openAttempts) {
        BuildAttempted attempt =
                new BuildAttempted(build.id(), build.repository(), build.commit(), build.image(), openAttempts, next());
        Envelope<BuildAttempted> envelope = Envelope.first(
                attempt,
                BuildReports.SERVICE,
                attempt.changedAt(),
                ChainId.of(attempt.repository(), attempt.commit()),
                Optional.empty());
        own.add(envelope.id());
        try {
            publisher.accept(envelope);
        } catch (UncheckedIOException e) {
            own.remove(envelope.id()); // if it was stored nevertheless, it is read back
            throw e;
        }
        count(attempt);
    }

    /** The time of a record is part of its id: no two of this instance have the same. */
    private Instant next() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        last = now.isAfter(last) ? now : last.plusMillis(1);
        return last;
    }

    private void count(BuildAttempted attempt) {
        if (attempt.openAttempts() > 0) {
            open.put(attempt.build(), attempt.openAttempts());
        } else {
            open.remove(attempt.build());
        }
    }
}
