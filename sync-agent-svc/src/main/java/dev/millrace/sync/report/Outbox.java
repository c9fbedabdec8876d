package dev.millrace.sync.report;

import dev.millrace.events.Event;
import dev.millrace.events.value.EventId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.queue.Backoff;
import dev.millrace.messaging.queue.Retries;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Tells recorded events, in order per application, for as long as Kafka needs to be back. */
public final class Outbox implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Outbox.class);
    private static final Retries RETRIES = new Retries(new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30)));

    private final Consumer<Envelope<? extends Event>> publisher;
    private final BiConsumer<String, EventId> acknowledged;
    private final Map<String, Deque<Envelope<? extends Event>>> waiting = new HashMap<>();
    private final Set<EventId> known = new HashSet<>();
    private final Set<EventId> told = new HashSet<>();
    private final Set<Thread> tellers = new HashSet<>();
    private volatile boolean closed;

    /**
     * @param publisher returns when Kafka has acknowledged the event
     * @param acknowledged called with the application's uid and the event's id, once it has
     */
    public Outbox(Consumer<Envelope<? extends Event>> publisher, BiConsumer<String, EventId> acknowledged) {
        this.publisher = publisher;
        this.acknowledged = acknowledged;
    }

    /** Tells what of this isn't being told already. Returns at once. */
    public synchronized void tell(String application, List<? extends Envelope<? extends Event>> recorded) {
        for (Envelope<? extends Event> envelope : recorded) {
            if (known.add(envelope.id())) {
                Deque<Envelope<? extends Event>> queue = waiting.get(application);
                if (queue == null) {
                    queue = new ArrayDeque<>();
                    waiting.put(application, queue);
                    start(application);
                }
                queue.add(envelope);
            }
        }
    }

    private void start(String application) {
        Thread teller = Thread.ofVirtual().name("outbox-" + application).unstarted(() -> drain(application));
        tellers.add(teller);
        teller.start();
    }

    private void drain(String application) {
        while (true) {
            Envelope<? extends Event> envelope;
            synchronized (this) {
                Deque<Envelope<? extends Event>> queue = waiting.get(application);
                Envelope<? extends Event> next = queue == null ? null : queue.poll();
                if (next == null) {
                    waiting.remove(application);
                    tellers.remove(Thread.currentThread());
                    return;
                }
                envelope = next;
            }
            if (!told(application, envelope)) {
                return;
            }
        }
    }

    private boolean told(String application, Envelope<? extends Event> envelope) {
        Retries.Ending ending = RETRIES.untilDone(() -> publisher.accept(envelope), (trouble, failures) -> {
            if (failures == 1 || failures % 20 == 0) {
                LOG.warnf(
                        "not told yet, goes on trying: event=%s tries=%d why=%s",
                        envelope.event().subject(), failures, trouble.getMessage());
            }
        });
        return switch (ending) {
            case Retries.Ending.Done done -> {
                hasTold(envelope.id());
                acknowledged.accept(application, envelope.id());
                yield true;
            }
            case Retries.Ending.Stopped stopped -> false;
            case Retries.Ending.Impossible impossible -> {
                if (closed) {
                    yield false;
                }
                throw impossible.why();
            }
        };
    }

    /** The record no longer holds it: if it is recorded again, it is told again. */
    public synchronized void forget(EventId id) {
        known.remove(id);
        told.remove(id);
    }

    private synchronized void hasTold(EventId id) {
        told.add(id);
    }

    /** What was told and is still recorded is told again: nobody may have heard that Kafka has it. */
    public synchronized void beginAnew() {
        known.removeAll(told);
        told.clear();
    }

    /** How many events wait for Kafka. */
    public synchronized int size() {
        return known.size();
    }

    @Override
    public synchronized void close() {
        closed = true;
        tellers.forEach(Thread::interrupt);
    }
}
