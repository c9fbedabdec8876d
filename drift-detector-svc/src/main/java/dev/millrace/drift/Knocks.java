package dev.millrace.drift;

import dev.millrace.drift.tell.ObjectKey;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.queue.Backoff;
import dev.millrace.messaging.queue.Gathering;
import dev.millrace.messaging.queue.KeyedQueues;
import dev.millrace.messaging.queue.Retries;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Queues objects to be looked at: each once, however often something knocks, and one look at an object at a time. */
final class Knocks implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Knocks.class);
    private static final Retries RETRIES = new Retries(Backoff.USUAL);
    private static final int MOST_WAITING = 100_000;

    private record Knock(ObjectKey key, ObjectRef ref) {}

    private final DriftPipeline pipeline;
    private final DeliveryMetrics metrics;
    private final KeyedQueues<Knock> queues = new KeyedQueues<>(MOST_WAITING);
    private final Set<ObjectKey> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("look-again").factory());
    private volatile boolean open;

    Knocks(DriftPipeline pipeline, DeliveryMetrics metrics) {
        this.pipeline = pipeline;
        this.metrics = metrics;
    }

    /** From now on objects are looked at; what knocked before is to knock again. */
    void open() {
        open = true;
    }

    boolean isOpen() {
        return open;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a watch can't be held back; each object waits but once
    void at(String applicationUid, ObjectRef ref) {
        ObjectKey key = ObjectKey.of(applicationUid, ref);
        if (open && waiting.add(key)) {
            queues.submit(key.toString(), new Knock(key, ref), Gathering.NONE, knocks -> knocks.forEach(this::look));
        }
    }

    private void look(Knock knock) {
        waiting.remove(knock.key());
        Retries.Ending ending = RETRIES.untilDone(
                () -> {
                    Optional<Duration> again = metrics.timed("look", () -> pipeline.look(knock.key(), knock.ref()));
                    again.ifPresent(wait -> lookAgain(knock, wait));
                },
                (failure, failures) -> {
                    metrics.failed("look");
                    LOG.warnf("object=%s not looked at, tries=%d: %s", knock.ref(), failures, failure.getMessage());
                });
        if (ending instanceof Retries.Ending.Impossible impossible) {
            metrics.failed("bug");
            LOG.errorf(impossible.why(), "object=%s can't be looked at", knock.ref());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // looking needs no cancelling
    private void lookAgain(Knock knock, Duration wait) {
        later.schedule(() -> at(knock.key().applicationUid(), knock.ref()), wait.toMillis() + 1, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        open = false;
        later.shutdownNow();
        queues.close();
    }
}
