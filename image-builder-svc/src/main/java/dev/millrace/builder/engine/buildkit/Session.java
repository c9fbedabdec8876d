package dev.millrace.builder.engine.buildkit;

import dev.millrace.builder.engine.Folders;
import dev.millrace.builder.engine.Network;
import dev.millrace.builder.engine.buildkit.daemon.Daemon;
import dev.millrace.builder.engine.buildkit.daemon.DaemonSettings;
import dev.millrace.builder.engine.buildkit.limits.ControlGroups;
import dev.millrace.builder.engine.buildkit.network.BuildNetwork;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * A started engine.
 *
 * @param runtime its private folder
 * @param network absent if no build has a network
 * @param groups absent if this host does not let the service create control groups
 */
record Session(Path runtime, Daemon daemon, Optional<BuildNetwork> network, Optional<ControlGroups> groups)
        implements AutoCloseable {

    /** Takes the folder first: what an earlier process left there is then removed safely. */
    static Session start(BuildkitSettings settings, Path home, Clock clock) {
        Daemon daemon = Daemon.in(
                home.resolve("daemon"),
                RuntimeFolder.of(home),
                settings.programs().buildkitd());
        Session session = new Session(RuntimeFolder.of(home), daemon, Optional.empty(), Optional.empty());
        try {
            RuntimeFolder.create(home);
            Folders.delete(home.resolve("images"));
            session = new Session(
                    RuntimeFolder.of(home),
                    daemon,
                    network(settings, home, clock),
                    ControlGroups.open(settings.limits().ofRepository()));
            daemon.start(new DaemonSettings(
                    settings.programs().runc(),
                    session.network.map(BuildNetwork::files),
                    settings.limits().parallelSteps(),
                    settings.downloads().registries()));
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static Optional<BuildNetwork> network(BuildkitSettings settings, Path home, Clock clock) {
        BuildkitSettings.Egress egress = settings.egress();
        return egress.network() == Network.NONE
                ? Optional.empty()
                : Optional.of(BuildNetwork.open(home, egress.cniPlugins(), egress.allowed(), clock));
    }

    @Override
    public void close() {
        daemon.close();
        network.ifPresent(BuildNetwork::close);
        groups.ifPresent(ControlGroups::close);
        Folders.delete(runtime);
    }
}
