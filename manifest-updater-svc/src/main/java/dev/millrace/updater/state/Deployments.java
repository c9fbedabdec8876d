package dev.millrace.updater.state;

import dev.millrace.events.Event;
import dev.millrace.events.HealthChanged;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.wire.Envelope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The history of applications: the last {@value #MAX_ENTRIES} attempts and health changes of each. Attempts are ordered by the number that the agent
 * gives them; of two resources with one name, the one whose first event was published later is the newer. No clock decides.
 */
@ApplicationScoped
public class Deployments {
    private static final int MAX_ENTRIES = 500;

    private final Map<ApplicationId, ApplicationHistory> histories = new ConcurrentHashMap<>();

    private static final class ApplicationHistory {
        /** The attempts by uid of the resource, in the order of their first events, and by number. */
        private final Map<String, NavigableMap<Long, Envelope<SyncCompleted>>> attempts = new LinkedHashMap<>();

        private final Map<EventId, HealthChanged> health = new LinkedHashMap<>();

        private void trimAttempts() {
            if (attempts.values().stream().mapToInt(Map::size).sum() > MAX_ENTRIES) {
                NavigableMap<Long, Envelope<SyncCompleted>> oldest =
                        attempts.values().iterator().next();
                oldest.pollFirstEntry();
                attempts.values().removeIf(Map::isEmpty);
            }
        }
    }

    void addAttempt(SyncCompleted synced, Envelope<? extends Event> envelope) {
        ApplicationHistory history =
                histories.computeIfAbsent(synced.application(), application -> new ApplicationHistory());
        synchronized (history) {
            history.attempts
                    .computeIfAbsent(synced.applicationUid(), uid -> new TreeMap<>())
                    .putIfAbsent(
                            synced.attempt(),
                            new Envelope<>(
                                    synced,
                                    envelope.source(),
                                    envelope.time(),
                                    envelope.chain(),
                                    envelope.causation(),
                                    envelope.trace()));
            history.trimAttempts();
        }
    }

    void addHealthChange(HealthChanged changed) {
        ApplicationHistory history =
                histories.computeIfAbsent(changed.application(), application -> new ApplicationHistory());
        synchronized (history) {
            history.health.putIfAbsent(changed.id(), changed);
            if (history.health.size() > MAX_ENTRIES) {
                history.health.remove(history.health.keySet().iterator().next());
            }
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
            return history.attempts.values().stream()
                    .flatMap(numbered -> numbered.values().stream())
                    .toList();
        }
    }

    /** The attempt with the highest number of the newest resource. */
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
