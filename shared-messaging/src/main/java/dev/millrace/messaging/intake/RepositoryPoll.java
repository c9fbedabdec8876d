package dev.millrace.messaging.intake;

import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.EventNotPublished;
import dev.millrace.messaging.queue.Ticker;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** Polls every configured repository at an interval, because hosts don't redeliver a lost webhook. */
public final class RepositoryPoll implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RepositoryPoll.class);

    /**
     * A repository that is polled.
     *
     * @param repository the name of the repository in the log
     * @param check the action, which throws {@link UncheckedIOException} while the host or Kafka is unavailable
     */
    public record Target(String repository, Runnable check) {}

    private final List<Target> repositories;
    private final Duration interval;
    private final DeliveryMetrics metrics;
    private final Ticker ticker;

    /** Creates a poll that is not started yet. */
    public RepositoryPoll(List<Target> repositories, Duration interval, DeliveryMetrics metrics) {
        this.repositories = List.copyOf(repositories);
        this.interval = interval;
        this.metrics = metrics;
        this.ticker = new Ticker("repository-poll", interval, this::checkAll);
    }

    /** Starts the poll with a first check at once. */
    public void start() {
        ticker.start();
    }

    /** Checks all repositories now. Returns at once. */
    public void checkNow() {
        ticker.wake();
    }

    private Duration checkAll() {
        repositories.forEach(this::check);
        return jittered();
    }

    /** The interval plus or minus a tenth, so that repositories and services don't poll all at once. */
    private Duration jittered() {
        return interval.multipliedBy(ThreadLocalRandom.current().nextLong(900, 1101))
                .dividedBy(1000);
    }

    /** Checks one repository. An unavailable host must not end the poll of the others. */
    private void check(Target target) {
        try {
            target.check().run();
        } catch (EventNotPublished e) {
            LOG.warnf("poll failed, change not published: repository=%s error=%s", target.repository(), e.getMessage());
        } catch (UncheckedIOException e) {
            metrics.failed("git-poll");
            LOG.warnf("poll failed: repository=%s error=%s", target.repository(), e.getMessage());
        } catch (RuntimeException | Error e) { // the others are polled all the same
            metrics.failed("git-poll");
            LOG.errorf(e, "poll failed: repository=%s", target.repository());
        }
    }

    @Override
    public void close() {
        ticker.close();
    }
}
