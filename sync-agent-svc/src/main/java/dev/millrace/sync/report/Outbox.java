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
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Publishes recorded events, in order per application, for as long as Kafka takes to recover. */
public final class Outbox implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Outbox.class);
    private static final Retries RETRIES = new Retries(new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30)));

    private static final Duration REPORT_INTERVAL = Duration.ofMinutes(1);

    private final Consumer<Envelope<? extends Event>> publisher;
    private final BiConsumer<String, EventId> acknowledged;
    private final Map<String, Deque<Envelope<? extends Event>>> waiting = new HashMap<>();
    private final Set<EventId> known = new HashSet<>();
    private final Set<EventId> published = new HashSet<>();
    private final Set<Thread> publishers = new HashSet<>();
    private volatile boolean closed;

    /** The time of the last report, as {@link System#nanoTime()}; 0 before the first one. */
    private long reported;

    /**
     * @param publisher returns when Kafka has acknowledged the event
     * @param acknowledged called with the application's uid and the event's id, once it has
     */
    public Outbox(Consumer<Envelope<? extends Event>> publisher, BiConsumer<String, EventId> acknowledged) {
        this.publisher = publisher;
        this.acknowledged = acknowledged;
    }

    /** Publishes those of these events that are not being published already. Returns at once. */
    public synchronized void publish(String application, List<? extends Envelope<? extends Event>> recorded) {
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
        Thread thread = Thread.ofVirtual().name("outbox-" + application).unstarted(() -> drain(application));
        publishers.add(thread);
        thread.start();
    }

    private void drain(String application) {
        while (true) {
            Envelope<? extends Event> envelope;
            synchronized (this) {
                Deque<Envelope<? extends Event>> queue = waiting.get(application);
                Envelope<? extends Event> next = queue == null ? null : queue.poll();
                if (next == null) {
                    waiting.remove(application);
                    publishers.remove(Thread.currentThread());
                    return;
                }
                envelope = next;
            }
            if (!mayGoOn(application, envelope)) {
                return;
            }
        }
    }

    /** Publishes an event; one that can never be published does not stop those after it. */
    private boolean mayGoOn(String application, Envelope<? extends Event> envelope) {
        Retries.Ending ending = RETRIES.untilDone(() -> publisher.accept(envelope), (problem, failures) -> {
            if (isReportDue()) {
                LOG.warnf(
                        "Kafka takes no events, they wait: waiting=%d oldest=%s tries=%d error=%s",
                        size(), envelope.event().subject(), failures, problem.getMessage());
            }
        });
        return switch (ending) {
            case Retries.Ending.Done done -> {
                hasPublished(envelope.id());
                acknowledge(application, envelope.id());
                yield true;
            }
            case Retries.Ending.Stopped stopped -> false;
            case Retries.Ending.Impossible impossible -> {
                if (!closed) {
                    LOG.errorf(
                            impossible.error(),
                            "a bug; the event stays in the record, the next agent tries it again: event=%s",
                            envelope.event().subject());
                }
                yield !closed;
            }
        };
    }

    /** A failure here ends neither the thread nor the events after it: what is not noted is published again, with the same id. */
    private void acknowledge(String application, EventId id) {
        try {
            acknowledged.accept(application, id);
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "a bug; the event is published and not noted: event=%s", id);
        }
    }

    /** All applications wait for the same Kafka: one report a minute is enough. */
    private synchronized boolean isReportDue() {
        long now = System.nanoTime();
        boolean due = reported == 0 || now - reported >= REPORT_INTERVAL.toNanos();
        reported = due ? now : reported;
        return due;
    }

    /**
     * Forgets the waiting events of an application that its record has no room for any more.
     *
     * @return their number
     */
    public synchronized int keepOnly(String application, List<? extends Envelope<? extends Event>> recorded) {
        Deque<Envelope<? extends Event>> queue = waiting.getOrDefault(application, new ArrayDeque<>());
        Set<EventId> ids = recorded.stream().map(Envelope::id).collect(Collectors.toSet());
        int before = queue.size();
        queue.removeIf(envelope -> !ids.contains(envelope.id()) && known.remove(envelope.id()));
        return before - queue.size();
    }

    /** Forgets an event that the record no longer holds: if it is recorded again, it is published again. */
    public synchronized void forget(EventId id) {
        known.remove(id);
        published.remove(id);
    }

    private synchronized void hasPublished(EventId id) {
        published.add(id);
    }

    /** Publishes again the objects that were published and is still recorded: its acknowledgement may have been lost. */
    public synchronized void reopen() {
        known.removeAll(published);
        published.clear();
    }

    /** Returns how many events wait for Kafka. */
    public synchronized int size() {
        return known.size();
    }

    @Override
    public synchronized void close() {
        closed = true;
        publishers.forEach(Thread::interrupt);
    }
}
