package dev.millrace.messaging.intake;

import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.EventNotPublished;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** Looks at every configured repository now and then: hosts don't deliver a webhook again that was lost. */
public final class RepositoryPoll implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RepositoryPoll.class);

    /**
     * A repository that is polled.
     *
     * @param repository its name in the log
     * @param look throws {@link UncheckedIOException} while its host or Kafka is away
     */
    public record Polled(String repository, Runnable look) {}

    private final List<Polled> repositories;
    private final Duration interval;
    private final DeliveryMetrics metrics;
    private final Thread thread;

    /** A poll that is not started yet. */
    public RepositoryPoll(List<Polled> repositories, Duration interval, DeliveryMetrics metrics) {
        this.repositories = List.copyOf(repositories);
        this.interval = interval;
        this.metrics = metrics;
        this.thread = Thread.ofVirtual().name("repository-poll").unstarted(this::loop);
    }

    /** Begins with a first look at once. */
    public void start() {
        thread.start();
    }

    private void loop() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                repositories.forEach(this::look);
                Thread.sleep(jittered());
            }
        } catch (InterruptedException e) {
            LOG.debug("the poll has ended");
        }
    }

    /** A tenth more or less, so that many repositories and services don't all ask at once. */
    private Duration jittered() {
        return interval.multipliedBy(ThreadLocalRandom.current().nextLong(900, 1101))
                .dividedBy(1000);
    }

    /** One host away must not end the poll of the others. */
    private void look(Polled polled) {
        try {
            polled.look().run();
        } catch (EventNotPublished e) {
            LOG.warnf("poll: a change could not be told: repository=%s why=%s", polled.repository(), e.getMessage());
        } catch (UncheckedIOException e) {
            metrics.failed("git-poll");
            LOG.warnf("poll: repository=%s why=%s", polled.repository(), e.getMessage());
        } catch (RuntimeException e) {
            metrics.failed("git-poll");
            LOG.errorf(e, "poll failed: repository=%s", polled.repository());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
