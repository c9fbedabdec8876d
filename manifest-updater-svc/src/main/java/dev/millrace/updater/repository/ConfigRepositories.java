package dev.millrace.updater.repository;

import dev.millrace.events.value.RepositoryId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The configured configuration repositories, by id. */
public final class ConfigRepositories implements AutoCloseable {
    private final Map<String, ConfigRepository> byId = new TreeMap<>();

    public ConfigRepositories(Collection<ConfigRepository> repositories) {
        for (ConfigRepository repository : repositories) {
            if (byId.put(repository.id().value(), repository) != null) {
                throw new IllegalArgumentException(
                        "millrace.updater.repositories: " + repository.id() + " is configured twice; remove one");
            }
        }
    }

    public Optional<ConfigRepository> of(RepositoryId id) {
        return Optional.ofNullable(byId.get(id.value()));
    }

    public List<ConfigRepository> all() {
        return List.copyOf(byId.values());
    }

    @Override
    public void close() {
        byId.values().forEach(ConfigRepository::close);
    }
}
