package dev.millrace.updater.state;

import dev.millrace.events.Event;
import dev.millrace.events.HealthChanged;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.wire.Envelope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The history of applications: the last {@value #MAX_ENTRIES} attempts and health changes of each. Attempts are ordered by the numbers that the agent
 * gives them, see {@link AttemptOrder}; of two resources with one name, the one whose first event was published later is the newer. No clock decides.
 * Of two clusters with one name, only the events of the one that published last are returned.
 */
@ApplicationScoped
public class Deployments {
    private static final Logger LOG = Logger.getLogger(Deployments.class);
    private static final int MAX_ENTRIES = 500;

    private final Map<ApplicationId, ApplicationHistory> histories = new ConcurrentHashMap<>();
    private final ClusterNames clusters = new ClusterNames();
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    private static final class ApplicationHistory {
        /** The attempts by uid of the resource, in the order of their first events. */
        private final Map<String, AttemptOrder> attempts = new LinkedHashMap<>();

        private final Map<EventId, HealthChanged> health = new LinkedHashMap<>();

        private void trimAttempts() {
            if (attempts.values().stream().mapToInt(AttemptOrder::size).sum() > MAX_ENTRIES) {
                attempts.values().iterator().next().forgetOldest();
                attempts.values().removeIf(order -> order.size() == 0);
            }
        }
    }

    void addAttempt(SyncCompleted synced, Envelope<? extends Event> envelope) {
        addCluster(synced.application(), synced.clusterUid(), envelope.time());
        ApplicationHistory history =
                histories.computeIfAbsent(synced.application(), application -> new ApplicationHistory());
        synchronized (history) {
            history.attempts
                    .computeIfAbsent(synced.applicationUid(), uid -> new AttemptOrder())
                    .add(envelope.with(synced));
            history.trimAttempts();
        }
    }

    void addHealthChange(HealthChanged changed, Instant publishedAt) {
        addCluster(changed.application(), changed.clusterUid(), publishedAt);
        ApplicationHistory history =
                histories.computeIfAbsent(changed.application(), application -> new ApplicationHistory());
        synchronized (history) {
            history.health.putIfAbsent(changed.id(), changed);
            if (history.health.size() > MAX_ENTRIES) {
                history.health.remove(history.health.keySet().iterator().next());
            }
        }
    }

    private void addCluster(ApplicationId application, Optional<UUID> cluster, Instant at) {
        cluster.ifPresent(uid -> clusters.add(application.cluster(), uid, at));
        Optional<String> conflict = conflict(application);
        if (conflict.isEmpty()) {
            reported.remove(application.cluster());
        } else if (reported.add(application.cluster())) {
            LOG.warnf("promotions and rollbacks wait: cluster=%s error=%s", application.cluster(), conflict.get());
        }
    }

    /** The reason why no event of an application may count: other clusters have the name of its cluster. Empty if there is none. */
    public Optional<String> conflict(ApplicationId application) {
        List<UUID> sharing = clusters.sharing(application.cluster());
        return sharing.isEmpty()
                ? Optional.empty()
                : Optional.of(sharing.size() + " clusters have the name " + application.cluster() + " ("
                        + sharing.stream().map(UUID::toString).collect(Collectors.joining(", "))
                        + "); give each its own millrace.sync.cluster-name");
    }

    /** The number of cluster names that several clusters share. */
    public long conflicts() {
        return clusters.conflicts();
    }

    private boolean counts(ApplicationId application, Optional<UUID> cluster) {
        Optional<UUID> newest = clusters.newest(application.cluster());
        return cluster.isEmpty() || newest.isEmpty() || cluster.equals(newest);
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
                    .filter(order -> counts(application, order.cluster()))
                    .flatMap(AttemptOrder::inOrder)
                    .toList();
        }
    }

    /** The last attempt of the newest resource. */
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
            return history.health.values().stream()
                    .filter(changed -> counts(application, changed.clusterUid()))
                    .toList();
        }
    }
}
