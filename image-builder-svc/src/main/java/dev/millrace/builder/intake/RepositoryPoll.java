package dev.millrace.builder.intake;

import dev.millrace.builder.source.SourceRepositories;
import dev.millrace.builder.source.SourceRepository;
import dev.millrace.git.GitUnavailable;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.EventNotPublished;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** Looks at every configured repository now and then: hosts don't deliver a webhook again that was lost. */
public final class RepositoryPoll implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RepositoryPoll.class);

    private final SourceRepositories repositories;
    private final SourceAnnouncer announcer;
    private final DeliveryMetrics metrics;
    private final Duration interval;
    private final Thread thread;

    /** A poll that is not started yet. */
    public RepositoryPoll(
            SourceRepositories repositories, SourceAnnouncer announcer, DeliveryMetrics metrics, Duration interval) {
        this.repositories = repositories;
        this.announcer = announcer;
        this.metrics = metrics;
        this.interval = interval;
        this.thread = Thread.ofVirtual().name("repository-poll").unstarted(this::loop);
    }

    /** Begins with a first look at once. */
    public void start() {
        thread.start();
    }

    private void loop() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                repositories.all().forEach(this::look);
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

    /** Tells of each ref that stands elsewhere than when it was fetched last. One host away must not end the poll of the others. */
    public void look(SourceRepository repository) {
        try {
            repository
                    .moved()
                    .forEach((ref, tip) -> announcer.moved(repository.id(), ref, repository.lastSeen(ref), tip));
            repository.tidy();
        } catch (GitUnavailable e) {
            metrics.failed("git-poll");
            LOG.warnf("poll: repository=%s why=%s", repository.id(), e.getMessage());
        } catch (EventNotPublished e) {
            LOG.warnf("poll: a change could not be told: repository=%s why=%s", repository.id(), e.getMessage());
        } catch (RuntimeException e) {
            metrics.failed("git-poll");
            LOG.errorf(e, "poll failed: repository=%s", repository.id());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
