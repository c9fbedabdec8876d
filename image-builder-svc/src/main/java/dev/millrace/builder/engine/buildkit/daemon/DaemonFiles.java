package dev.millrace.builder.engine.buildkit.daemon;

import java.nio.file.Path;

/**
 * The places of a daemon.
 *
 * @param home the folder for what stays
 * @param runtime the folder for its sockets, with a short path
 */
public record DaemonFiles(Path home, Path runtime) {

    public Path root() {
        return home.resolve("root");
    }

    Path socket() {
        return runtime.resolve("buildkitd.sock");
    }

    Path traces() {
        return runtime.resolve("trace.sock");
    }

    Path temporary() {
        return runtime.resolve("tmp");
    }

    /** The address for {@code buildctl}. */
    public String address() {
        return "unix://" + socket();
    }

    Path configuration() {
        return home.resolve("buildkitd.toml");
    }

    Path log() {
        return home.resolve("buildkitd.log");
    }

    Path process() {
        return home.resolve("buildkitd.pid");
    }

    Path lock() {
        return home.resolve("lock");
    }
}
