package dev.millrace.builder.engine.buildkit.daemon;

import java.util.List;

/**
 * A registry that base images are read from.
 *
 * @param host with the port if there is one; {@code docker.io} for short names
 * @param insecure true for plain HTTP
 * @param mirrors hosts that are asked first, in this order, each with a path if its images are below one
 */
public record DaemonRegistry(String host, boolean insecure, List<String> mirrors) {
    public DaemonRegistry {
        mirrors = List.copyOf(mirrors);
    }
}
