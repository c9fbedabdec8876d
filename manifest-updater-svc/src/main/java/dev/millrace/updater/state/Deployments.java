package dev.millrace.updater.state;

import dev.millrace.events.Event;
import dev.millrace.events.HealthChanged;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.wire.Envelope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The history of applications: the last {@value #MAX_ENTRIES} attempts and health changes of each. */
@ApplicationScoped
public class Deployments {
    private static final int MAX_ENTRIES = 500;

    private final Map<ApplicationId, ApplicationHistory> histories = new ConcurrentHashMap<>();

    private static final class ApplicationHistory {
        private final Map<EventId, Envelope<SyncCompleted>> attempts = new LinkedHashMap<>();
        private final Map<EventId, HealthChanged> health = new LinkedHashMap<>();
    }

    void addAttempt(SyncCompleted synced, Envelope<? extends Event> envelope) {
        ApplicationHistory history =
                histories.computeIfAbsent(synced.application(), application -> new ApplicationHistory());
        synchronized (history) {
            history.attempts.putIfAbsent(
                    synced.id(),
                    new Envelope<>(
                            synced,
                            envelope.source(),
                            envelope.time(),
                            envelope.chain(),
                            envelope.causation(),
                            envelope.trace()));
            trim(history.attempts);
        }
    }

    void addHealthChange(HealthChanged changed) {
        ApplicationHistory history =
                histories.computeIfAbsent(changed.application(), application -> new ApplicationHistory());
        synchronized (history) {
            history.health.putIfAbsent(changed.id(), changed);
            trim(history.health);
        }
    }

    private static void trim(Map<EventId, ?> some) {
        if (some.size() > MAX_ENTRIES) {
            some.remove(some.keySet().iterator().next());
        }
    }

    /** The applications with at least one event. */
    public List<ApplicationId> known() {
        return List.copyOf(histories.keySet());
    }

    /** The attempts of an application, oldest first. */
    public List<Envelope<SyncCompleted>> attempts(ApplicationId application) {
        ApplicationHistory history = histories.get(application);
        if (history == null) {
            return List.of();
        }
        synchronized (history) {
            List<Envelope<SyncCompleted>> attempts = new ArrayList<>(history.attempts.values());
            attempts.sort(Comparator.comparing(one -> one.event().startedAt()));
            return attempts;
        }
    }

    /** The attempt that started last. */
    public Optional<Envelope<SyncCompleted>> latest(ApplicationId application) {
        List<Envelope<SyncCompleted>> attempts = attempts(application);
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
    }

    /** The health changes outside of attempts. */
    public List<HealthChanged> health(ApplicationId application) {
        ApplicationHistory history = histories.get(application);
        if (history == null) {
            return List.of();
        }
        synchronized (history) {
            return List.copyOf(history.health.values());
        }
    }
}
