package dev.millrace.registry;

import dev.millrace.events.value.ImageName;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The configured registries, by host. */
public final class Registries {
    private final Map<String, Registry> byHost = new TreeMap<>();
    private final String key;

    /**
     * @param key the configuration key of the registries, for messages
     * @throws IllegalArgumentException if a host occurs twice
     */
    public Registries(Collection<Registry> registries, String key) {
        this.key = key;
        for (Registry registry : registries) {
            if (byHost.put(registry.host(), registry) != null) {
                throw new IllegalArgumentException(key + ": " + registry.host() + " is configured twice; remove one");
            }
        }
    }

    /** The registry of an image; empty if it is not configured. */
    public Optional<Registry> of(ImageName image) {
        return Optional.ofNullable(byHost.get(image.registry()));
    }

    /**
     * The registry of an image.
     *
     * @throws RegistryRefused if it is not configured
     */
    public Registry required(ImageName image) {
        return of(image)
                .orElseThrow(() ->
                        new RegistryRefused("the registry " + image.registry() + " is not configured; set " + key));
    }
}
