package dev.millrace.drift.notice;

import dev.millrace.cluster.notice.Notice;
import dev.millrace.cluster.notice.NoticeWriter;
import dev.millrace.events.DriftDetected;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Writes gathered notices in the background. What is not written is lost: Kafka has the events. */
public final class DriftNotices implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DriftNotices.class);

    private final NoticeWriter writer;
    private final Clock clock;
    private final GatheredNotices gathered = new GatheredNotices();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("notices").factory());
    private volatile boolean failed;

    public DriftNotices(NoticeWriter writer, Clock clock) {
        this.writer = writer;
        this.clock = clock;
    }

    /** Begins to write notices. */
    @SuppressWarnings("FutureReturnValueIgnored") // it never ends with an error
    public void start() {
        timer.scheduleWithFixedDelay(this::write, 1, 1, TimeUnit.SECONDS);
    }

    /** Passes on an event that was published. Never blocks. */
    public void published(DriftDetected event) {
        gathered.add(event, clock.instant());
    }

    private void write() {
        try {
            gathered.due(clock.instant()).forEach(this::write);
        } catch (RuntimeException | Error e) { // the outermost loop: an exception would end the timer
            LOG.error("a bug; the notices that were due are lost, later ones will be written", e);
        }
    }

    private void write(Notice notice) {
        writer.write(notice)
                .ifPresentOrElse(
                        reason -> {
                            if (!failed) {
                                LOG.warnf(
                                        "Kubernetes event not written; allow this service to create events, or ignore this:"
                                                + " application=%s error=%s",
                                        notice.application(), reason);
                            }
                            failed = true;
                        },
                        () -> failed = false);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
