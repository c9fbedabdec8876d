package dev.millrace.drift;

import dev.millrace.drift.publish.ObjectKey;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.queue.Backoff;
import dev.millrace.messaging.queue.BatchWindow;
import dev.millrace.messaging.queue.KeyedQueues;
import dev.millrace.messaging.queue.Retries;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Queues objects for a check: each object waits at most once, and at most one check of an object runs at a time. */
final class CheckQueue implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(CheckQueue.class);
    private static final Retries RETRIES = new Retries(Backoff.DEFAULT);
    private static final int MAX_WAITING = 100_000;

    private record Check(ObjectKey key, ObjectRef ref) {}

    private final DriftPipeline pipeline;
    private final DeliveryMetrics metrics;
    private final KeyedQueues<Check> queues = new KeyedQueues<>(MAX_WAITING);
    private final Set<ObjectKey> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("recheck").factory());
    private final Map<ObjectKey, Instant> rechecks = new ConcurrentHashMap<>();
    private volatile boolean open;

    CheckQueue(DriftPipeline pipeline, DeliveryMetrics metrics) {
        this.pipeline = pipeline;
        this.metrics = metrics;
    }

    /** Starts checking. Objects submitted earlier were dropped and must be submitted again. */
    void open() {
        open = true;
    }

    boolean isOpen() {
        return open;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a watch can't be slowed down; each object waits at most once
    void submit(String applicationUid, ObjectRef ref) {
        ObjectKey key = ObjectKey.of(applicationUid, ref);
        if (open && waiting.add(key)) {
            queues.submit(key.toString(), new Check(key, ref), BatchWindow.NONE, batch -> batch.forEach(this::run));
        }
    }

    private void run(Check check) {
        waiting.remove(check.key());
        Retries.Ending ending = RETRIES.untilDone(
                () -> {
                    Optional<Duration> recheck = metrics.timed("look", () -> pipeline.check(check.key(), check.ref()));
                    recheck.ifPresent(wait -> recheckLater(check, wait));
                },
                (failure, failures) -> {
                    metrics.failed("look");
                    LOG.warnf(
                            "check failed, will retry: object=%s tries=%d error=%s",
                            check.ref(), failures, failure.getMessage());
                });
        if (ending instanceof Retries.Ending.Impossible impossible) {
            metrics.failed("bug");
            LOG.errorf(impossible.error(), "check failed permanently: object=%s", check.ref());
        }
    }

    /** Each object has one recheck: an earlier one takes the place of a later one. */
    @SuppressWarnings("FutureReturnValueIgnored") // a check needs no cancelling
    private void recheckLater(Check check, Duration wait) {
        Instant due = Instant.now().plus(wait);
        Instant next = rechecks.merge(check.key(), due, (known, other) -> other.isBefore(known) ? other : known);
        if (next.equals(due)) {
            later.schedule(
                    () -> {
                        if (rechecks.remove(check.key(), due)) {
                            submit(check.key().applicationUid(), check.ref());
                        }
                    },
                    wait.toMillis() + 1,
                    TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        open = false;
        later.shutdownNow();
        queues.close();
    }
}
