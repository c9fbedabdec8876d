package dev.millrace.builder.build;

import java.nio.file.Path;
import java.util.Map;

/**
 * What the builds of a repository may use by name.
 *
 * @param secrets values by name; never in an image, a log or an event
 * @param ssh files of private SSH keys by name
 */
public record AccessValues(Map<String, String> secrets, Map<String, Path> ssh) {
    public static final AccessValues NONE = new AccessValues(Map.of(), Map.of());

    public AccessValues {
        secrets = Map.copyOf(secrets);
        ssh = Map.copyOf(ssh);
    }

    @Override
    public String toString() {
        return "AccessValues[secrets=" + secrets.keySet() + ", ssh=" + ssh.keySet() + "]";
    }
}
