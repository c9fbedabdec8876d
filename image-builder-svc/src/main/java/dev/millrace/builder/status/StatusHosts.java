package dev.millrace.builder.status;

import dev.millrace.events.value.RepositoryId;
import java.util.Map;
import java.util.Optional;

/** The hosts of the repositories whose commits get statuses. */
public record StatusHosts(Map<RepositoryId, StatusHost> hosts) {
    public StatusHosts {
        hosts = Map.copyOf(hosts);
    }

    Optional<StatusHost> of(RepositoryId repository) {
        return Optional.ofNullable(hosts.get(repository));
    }
}
