package dev.millrace.sync.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The agent's configuration. */
@ConfigMapping(prefix = "millrace.sync")
public interface SyncConfig {

    /** The cluster's name, the first part of each application's name in events. */
    String clusterName();

    /** Where applied records are kept. */
    @WithDefault("millrace-system")
    String namespace();

    /** How long a leader that is not heard of is still taken for one. */
    @WithDefault("PT15S")
    Duration leaseDuration();

    /** Where mirrors are kept. What is lost there is fetched again. */
    Path workDirectory();

    /** The executable {@code kustomize-worker}. */
    Path kustomizeWorker();

    /** How many kustomizations may be rendered at once. */
    @WithDefault("2")
    int kustomizeWorkers();

    /** The executable {@code helm-worker}. */
    Path helmWorker();

    /** How many charts may be rendered at once. */
    @WithDefault("2")
    int helmWorkers();

    /** How long one rendering may take. */
    @WithDefault("PT20S")
    Duration renderTimeout();

    /** What can be configured of the requests that people make. */
    Api api();

    interface Api {
        /** What whoever asks for a sync must hold; without it nobody can. */
        Optional<String> token();
    }
}
