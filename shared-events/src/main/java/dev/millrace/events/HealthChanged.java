package dev.millrace.events;

import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ObjectRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An application's health changed outside of a sync.
 *
 * @param clusterUid the uid of the cluster's namespace kube-system; absent if it is not known
 * @param since the time of the change
 * @param revision the applied revision; absent if no revision was applied
 * @param objects the unhealthy objects, with the reason
 */
public record HealthChanged(
        ApplicationId application,
        String applicationUid,
        Optional<UUID> clusterUid,
        Health from,
        Health to,
        Instant since,
        Optional<CommitId> revision,
        List<ObjectHealth> objects)
        implements Event {

    public record ObjectHealth(ObjectRef object, Health health, String reason) {}

    /** An event of an older agent, which does not give the cluster's uid. */
    public HealthChanged(
            ApplicationId application,
            String applicationUid,
            Health from,
            Health to,
            Instant since,
            Optional<CommitId> revision,
            List<ObjectHealth> objects) {
        this(application, applicationUid, Optional.empty(), from, to, since, revision, objects);
    }

    public HealthChanged {
        objects = List.copyOf(objects);
    }

    @Override
    public Topic topic() {
        return Topic.HEALTH_CHANGED;
    }

    @Override
    public String key() {
        return ClusterIdentity.key(application, clusterUid);
    }

    @Override
    public EventId id() {
        return EventId.of(
                "health.changed",
                ClusterIdentity.parts(clusterUid, List.of(applicationUid, since.toString(), to.name())));
    }

    @Override
    public String subject() {
        return application + " " + to;
    }
}
