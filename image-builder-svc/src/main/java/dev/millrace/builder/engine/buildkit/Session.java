package dev.millrace.builder.engine.buildkit;

import dev.millrace.builder.engine.Network;
import dev.millrace.builder.engine.buildkit.daemon.Daemon;
import dev.millrace.builder.engine.buildkit.daemon.DaemonSettings;
import dev.millrace.builder.engine.buildkit.network.BuildNetwork;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * A started engine.
 *
 * @param network absent if no build has a network
 * @param groups absent if this host has no control groups for builds
 */
record Session(Daemon daemon, Optional<BuildNetwork> network, Optional<ControlGroups> groups) implements AutoCloseable {

    /** Takes the folder first: what an earlier process left there is then removed safely. */
    static Session start(BuildkitSettings settings, Path home, Clock clock) {
        Daemon daemon = Daemon.in(home.resolve("daemon"), settings.programs().buildkitd());
        Session session = new Session(daemon, Optional.empty(), Optional.empty());
        try {
            BuildInputs.clean(home);
            session = new Session(daemon, network(settings, home, clock), ControlGroups.open(home, settings.limits()));
            daemon.start(new DaemonSettings(
                    settings.programs().runc(),
                    session.network.map(BuildNetwork::files),
                    settings.limits().cacheBytes(),
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
        groups.ifPresent(ControlGroups::deleteAll);
    }
}
