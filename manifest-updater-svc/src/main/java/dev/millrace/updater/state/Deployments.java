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

/** How applications fared: the last {@value #MOST} attempts and changes of health of each. */
@ApplicationScoped
public class Deployments {
    private static final int MOST = 500;

    private final Map<ApplicationId, Fate> fates = new ConcurrentHashMap<>();

    private static final class Fate {
        private final Map<EventId, Envelope<SyncCompleted>> attempts = new LinkedHashMap<>();
        private final Map<EventId, HealthChanged> health = new LinkedHashMap<>();
    }

    void synced(SyncCompleted synced, Envelope<? extends Event> envelope) {
        Fate fate = fates.computeIfAbsent(synced.application(), application -> new Fate());
        synchronized (fate) {
            fate.attempts.putIfAbsent(
                    synced.id(),
                    new Envelope<>(
                            synced,
                            envelope.source(),
                            envelope.time(),
                            envelope.chain(),
                            envelope.causation(),
                            envelope.trace()));
            trim(fate.attempts);
        }
    }

    void changed(HealthChanged changed) {
        Fate fate = fates.computeIfAbsent(changed.application(), application -> new Fate());
        synchronized (fate) {
            fate.health.putIfAbsent(changed.id(), changed);
            trim(fate.health);
        }
    }

    private static void trim(Map<EventId, ?> some) {
        if (some.size() > MOST) {
            some.remove(some.keySet().iterator().next());
        }
    }

    /** The applications that something was told of. */
    public List<ApplicationId> known() {
        return List.copyOf(fates.keySet());
    }

    /** Oldest first. */
    public List<Envelope<SyncCompleted>> attempts(ApplicationId application) {
        Fate fate = fates.get(application);
        if (fate == null) {
            return List.of();
        }
        synchronized (fate) {
            List<Envelope<SyncCompleted>> attempts = new ArrayList<>(fate.attempts.values());
            attempts.sort(Comparator.comparing(one -> one.event().startedAt()));
            return attempts;
        }
    }

    /** The attempt that began last. */
    public Optional<Envelope<SyncCompleted>> latest(ApplicationId application) {
        List<Envelope<SyncCompleted>> attempts = attempts(application);
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
    }

    /** Changes of health outside of attempts. */
    public List<HealthChanged> health(ApplicationId application) {
        Fate fate = fates.get(application);
        if (fate == null) {
            return List.of();
        }
        synchronized (fate) {
            return List.copyOf(fate.health.values());
        }
    }
}
