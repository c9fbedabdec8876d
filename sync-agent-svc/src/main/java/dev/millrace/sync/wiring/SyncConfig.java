package dev.millrace.sync.wiring;

import dev.millrace.sync.tenant.OwnNamespace;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The agent's configuration. */
@ConfigMapping(prefix = "millrace.sync")
public interface SyncConfig {

    /** The cluster's name, the first part of each application's name in events. */
    String clusterName();

    /** The namespace of the applied records. */
    @WithDefault(OwnNamespace.DEFAULT)
    String namespace();

    /** Applications are applied only for Tenants, even while there is none. */
    @WithDefault("false")
    boolean requireTenant();

    /** The time for which a leader stays the leader without renewing the lease. */
    @WithDefault("PT15S")
    Duration leaseDuration();

    /** The directory of the mirrors. Lost content is fetched again. */
    Path workDirectory();

    /** The executable {@code kustomize-worker}. */
    Path kustomizeWorker();

    /** The number of kustomizations that may be rendered at once. */
    @WithDefault("2")
    int kustomizeWorkers();

    /** The executable {@code helm-worker}. */
    Path helmWorker();

    /** The number of charts that may be rendered at once. */
    @WithDefault("2")
    int helmWorkers();

    /** The time limit of one rendering. */
    @WithDefault("PT20S")
    Duration renderTimeout();

    /** The time within which a controller writes the first status of an object; one without a status is healthy after that. */
    @WithDefault("PT1M")
    Duration statusGrace();

    /** The service account, in its own namespace, as which an Application acts that names none; without it, by the agent's own rights. */
    Optional<String> serviceAccount();

    /** The namespaces whose Applications act by the agent's own rights although there is a default service account. */
    Optional<Set<String>> ownRightsNamespaces();

    /** The configuration of requests by users. */
    Api api();

    interface Api {
        /** The token that a client needs to request a sync; without it no client can. */
        Optional<String> token();
    }
}
