package dev.millrace.sync.record;

import dev.millrace.events.Event;
import dev.millrace.events.HealthChanged;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.value.EventId;
import dev.millrace.events.wire.Envelope;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The bounds of the events that a record keeps until Kafka has acknowledged them: a record is limited by what a Secret can hold, and without bounds
 * an application whose health changes during a long outage could not be recorded any more.
 */
final class PendingEvents {
    /** Of more changes of health, only the first and the last one count. */
    static final int MAX_HEALTH_CHANGES = 20;

    /** In characters, roughly; a record is stored compressed. */
    static final int MAX_SIZE = 512 << 10;

    private static final int SIZE_OF_EVENT = 1_000;
    private static final int SIZE_OF_OBJECT = 150;

    private PendingEvents() {}

    /** Returns the events to keep, in their order: all ends of attempts, and the newest change of health, as far as they have room. */
    static List<Envelope<? extends Event>> bounded(List<Envelope<? extends Event>> events) {
        List<Envelope<? extends Event>> health = some(events, PendingEvents::isHealth);
        Set<EventId> dropped = new HashSet<>();
        if (health.size() > MAX_HEALTH_CHANGES) {
            health.subList(1, health.size() - 1).forEach(one -> dropped.add(one.id()));
        }
        List<Envelope<? extends Event>> left = without(dropped, events);
        long size = left.stream().mapToLong(one -> size(one.event())).sum();
        for (Envelope<? extends Event> one : expendable(left)) {
            if (size > MAX_SIZE) {
                size -= size(one.event());
                dropped.add(one.id());
            }
        }
        return without(dropped, left);
    }

    /** Returns the events that may be dropped, those first that matter least. The newest of each kind is not among them. */
    private static List<Envelope<? extends Event>> expendable(List<Envelope<? extends Event>> events) {
        return Stream.concat(
                        allButLast(some(events, PendingEvents::isHealth)),
                        allButLast(some(events, one -> !isHealth(one))))
                .toList();
    }

    private static Stream<Envelope<? extends Event>> allButLast(List<Envelope<? extends Event>> events) {
        return events.stream().limit(Math.max(0, events.size() - 1));
    }

    private static boolean isHealth(Envelope<? extends Event> envelope) {
        return envelope.event() instanceof HealthChanged;
    }

    private static List<Envelope<? extends Event>> some(
            List<Envelope<? extends Event>> events, Predicate<Envelope<? extends Event>> condition) {
        return events.stream().filter(condition).toList();
    }

    private static List<Envelope<? extends Event>> without(Set<EventId> ids, List<Envelope<? extends Event>> events) {
        return some(events, one -> !ids.contains(one.id()));
    }

    private static long size(Event event) {
        return switch (event) {
            case HealthChanged health ->
                SIZE_OF_EVENT
                        + health.objects().stream()
                                .mapToLong(one -> SIZE_OF_OBJECT + one.reason().length())
                                .sum();
            case SyncCompleted completed ->
                SIZE_OF_EVENT
                        + (long) SIZE_OF_OBJECT
                                * (completed.changed().size()
                                        + completed.waitingForPrune().size()
                                        + completed.failures().size()
                                        + completed.causes().size())
                        + completed.images().stream().mapToLong(String::length).sum()
                        + completed.failures().stream()
                                .mapToLong(failure -> failure.reason().length())
                                .sum();
            default -> SIZE_OF_EVENT;
        };
    }
}
