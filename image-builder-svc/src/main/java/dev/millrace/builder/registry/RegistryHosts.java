package dev.millrace.builder.registry;

import dev.millrace.events.value.ImageName;
import dev.millrace.registry.Login;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The registries of the configuration, by host. */
public final class RegistryHosts {
    private final Map<String, RegistryHost> byHost = new TreeMap<>();

    public RegistryHosts(Collection<RegistryHost> hosts) {
        hosts.forEach(host -> byHost.put(host.host(), host));
    }

    public Optional<RegistryHost> of(ImageName image) {
        return at(image.registry());
    }

    public Optional<RegistryHost> at(String host) {
        return Optional.ofNullable(byHost.get(host));
    }

    public List<RegistryHost> all() {
        return List.copyOf(byHost.values());
    }

    /** What a build may read base images with, by host. */
    public Map<String, Login> pullLogins() {
        Map<String, Login> logins = new TreeMap<>();
        byHost.forEach((host, registry) -> registry.pull().ifPresent(login -> logins.put(host, login)));
        return logins;
    }

    /** What pushing this image needs, by host: the login of its own registry and no other. */
    public Map<String, Login> pushLogins(ImageName image) {
        return of(image)
                .flatMap(registry -> registry.push().map(login -> Map.of(registry.host(), login)))
                .orElse(Map.of());
    }
}
