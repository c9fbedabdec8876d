package dev.millrace.builder;

import dev.millrace.builder.build.AccessValues;
import dev.millrace.builder.configuration.Quantities;
import dev.millrace.builder.configuration.spec.BuildLimits;
import dev.millrace.builder.plan.rights.AllowedImages;
import dev.millrace.builder.plan.rights.RepositoryRights;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the rights of repositories from the configuration of the service. */
final class RightsConfiguration {
    private RightsConfiguration() {}

    /**
     * Returns the rights of each repository.
     *
     * @throws IllegalArgumentException if one of several repositories has no {@code images}, or a value is invalid; names the key
     */
    static Map<RepositoryId, RepositoryRights> of(BuilderConfig config) {
        BuildLimits maximum = maximum(config.limits());
        boolean isOnly = config.repositories().size() == 1;
        Map<RepositoryId, RepositoryRights> all = new HashMap<>();
        config.repositories().forEach((name, one) -> {
            String key = "millrace.builder.repositories." + name;
            RepositoryId id = Remote.of(one.url(), Credentials.of(one.username(), one.password()))
                    .id();
            all.put(
                    id,
                    new RepositoryRights(
                            key,
                            one.image().map(image -> named(key + ".image", () -> new ImageName(image))),
                            images(key + ".images", one.images(), isOnly),
                            one.secrets().keySet(),
                            one.ssh().keySet(),
                            maximum));
        });
        return all;
    }

    /** Returns the values that the builds of each repository may use. */
    static Map<RepositoryId, AccessValues> access(BuilderConfig config) {
        Map<RepositoryId, AccessValues> all = new HashMap<>();
        config.repositories()
                .values()
                .forEach(one -> all.put(
                        Remote.of(one.url(), Credentials.of(one.username(), one.password()))
                                .id(),
                        new AccessValues(one.secrets(), one.ssh())));
        return all;
    }

    private static AllowedImages images(String key, Optional<List<String>> patterns, boolean isOnly) {
        if (patterns.isEmpty() && isOnly) {
            return AllowedImages.any();
        }
        return named(key, () -> AllowedImages.of(patterns.orElse(List.of())));
    }

    private static BuildLimits maximum(BuilderConfig.Limits limits) {
        String key = "millrace.builder.limits.";
        return new BuildLimits(
                limits.memory().map(text -> named(key + "memory", () -> Quantities.bytes(text))),
                limits.cpus().map(text -> named(key + "cpus", () -> Quantities.milliCpus(text))),
                limits.processes(),
                limits.disk().map(text -> named(key + "disk", () -> Quantities.bytes(text))),
                limits.time(),
                limits.network());
    }

    private static <T> T named(String key, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }
}
