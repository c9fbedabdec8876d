package dev.millrace.builder.configuration.spec;

import java.util.List;

/**
 * The values of the service that a build uses, by their names.
 *
 * @param secrets ids of {@code RUN --mount=type=secret}
 * @param ssh ids of {@code RUN --mount=type=ssh}
 */
public record BuildAccess(List<String> secrets, List<String> ssh) {
    public static final BuildAccess NONE = new BuildAccess(List.of(), List.of());

    public BuildAccess {
        secrets = List.copyOf(secrets);
        ssh = List.copyOf(ssh);
    }
}
