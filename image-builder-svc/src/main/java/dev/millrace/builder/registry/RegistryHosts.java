package dev.millrace.builder.registry;

import dev.millrace.events.value.ImageName;
import dev.millrace.registry.Login;
import dev.millrace.registry.Registries;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The configured registries, by host. */
public final class RegistryHosts {
    private static final String KEY = "millrace.builder.registries";

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

    /** The registries for our own requests. */
    public Registries registries() {
        return new Registries(
                byHost.values().stream().map(RegistryHost::registry).toList(), KEY);
    }

    /** The logins with which builds read base images, by host. */
    public Map<String, Login> pullLogins() {
        Map<String, Login> logins = new TreeMap<>();
        byHost.forEach((host, registry) -> registry.pull().ifPresent(login -> logins.put(host, login)));
        return logins;
    }

    /** The logins to push this image, by host: only the login of its own registry. */
    public Map<String, Login> pushLogins(ImageName image) {
        return of(image)
                .flatMap(registry -> registry.push().map(login -> Map.of(registry.host(), login)))
                .orElse(Map.of());
    }
}
