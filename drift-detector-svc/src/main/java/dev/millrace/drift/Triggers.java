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

/** Queues objects to be looked at: each once, however often it is triggered, and one look at an object at a time. */
final class Triggers implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Triggers.class);
    private static final Retries RETRIES = new Retries(Backoff.USUAL);
    private static final int MOST_WAITING = 100_000;

    private record Trigger(ObjectKey key, ObjectRef ref) {}

    private final DriftPipeline pipeline;
    private final DeliveryMetrics metrics;
    private final KeyedQueues<Trigger> queues = new KeyedQueues<>(MOST_WAITING);
    private final Set<ObjectKey> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("look-again").factory());
    private volatile boolean open;

    Triggers(DriftPipeline pipeline, DeliveryMetrics metrics) {
        this.pipeline = pipeline;
        this.metrics = metrics;
    }

    /** From now on objects are looked at; a trigger from before has to come again. */
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
            queues.submit(
                    key.toString(), new Trigger(key, ref), Gathering.NONE, triggers -> triggers.forEach(this::look));
        }
    }

    private void look(Trigger trigger) {
        waiting.remove(trigger.key());
        Retries.Ending ending = RETRIES.untilDone(
                () -> {
                    Optional<Duration> again = metrics.timed("look", () -> pipeline.look(trigger.key(), trigger.ref()));
                    again.ifPresent(wait -> lookAgain(trigger, wait));
                },
                (failure, failures) -> {
                    metrics.failed("look");
                    LOG.warnf("object=%s not looked at, tries=%d: %s", trigger.ref(), failures, failure.getMessage());
                });
        if (ending instanceof Retries.Ending.Impossible impossible) {
            metrics.failed("bug");
            LOG.errorf(impossible.why(), "object=%s can't be looked at", trigger.ref());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // looking needs no cancelling
    private void lookAgain(Trigger trigger, Duration wait) {
        later.schedule(
                () -> at(trigger.key().applicationUid(), trigger.ref()), wait.toMillis() + 1, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        open = false;
        later.shutdownNow();
        queues.close();
    }
}
