package dev.millrace.updater.registry;

import dev.millrace.events.value.ImageName;
import dev.millrace.registry.Registry;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The configured registries, by host. */
public final class RegistryHosts {
    private final Map<String, Registry> byHost = new TreeMap<>();

    public RegistryHosts(Collection<Registry> hosts) {
        for (Registry host : hosts) {
            if (byHost.put(host.host(), host) != null) {
                throw new IllegalArgumentException(
                        "millrace.updater.registries: " + host.host() + " is configured twice; remove one");
            }
        }
    }

    public Optional<Registry> of(ImageName image) {
        return Optional.ofNullable(byHost.get(image.registry()));
    }
}
