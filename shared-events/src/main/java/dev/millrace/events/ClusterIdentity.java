package dev.millrace.events;

import dev.millrace.events.value.ApplicationId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The share of a cluster's uid in keys and ids. Names of clusters are configured, and two clusters may have the same one: their events must not take
 * each other's place. Events of older agents have no uid: their keys and ids are what they were.
 */
final class ClusterIdentity {
    private ClusterIdentity() {}

    /** Returns {@code <cluster>/<namespace>/<name>#<uid of the cluster>}. */
    static String key(ApplicationId application, Optional<UUID> clusterUid) {
        return application + clusterUid.map(uid -> "#" + uid).orElse("");
    }

    /** Returns the parts of an id, followed by the cluster's uid. */
    static String[] parts(Optional<UUID> clusterUid, List<String> parts) {
        return Stream.concat(parts.stream(), clusterUid.map(UUID::toString).stream())
                .toArray(String[]::new);
    }
}
