package dev.millrace.builder.source;

import dev.millrace.events.value.RepositoryId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The configured application repositories, by id. */
public final class SourceRepositories implements AutoCloseable {
    private final Map<String, SourceRepository> byId = new TreeMap<>();

    public SourceRepositories(Collection<SourceRepository> repositories) {
        repositories.forEach(repository -> byId.put(repository.id().value(), repository));
    }

    public Optional<SourceRepository> of(RepositoryId id) {
        return Optional.ofNullable(byId.get(id.value()));
    }

    public List<SourceRepository> all() {
        return List.copyOf(byId.values());
    }

    @Override
    public void close() {
        byId.values().forEach(SourceRepository::close);
    }
}
