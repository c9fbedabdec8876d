package dev.millrace.builder.engine.buildkit.daemon;

import java.nio.file.Path;

/** The places of a daemon below its folder. */
public record DaemonFiles(Path home) {

    Path root() {
        return home.resolve("root");
    }

    Path socket() {
        return home.resolve("buildkitd.sock");
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
