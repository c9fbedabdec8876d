package dev.millrace.updater.review;

import dev.millrace.events.value.RepositoryId;
import java.util.Map;
import java.util.Optional;

/** The keepers of requests, for each repository with a configured host. */
public record ReviewHosts(Map<RepositoryId, RequestKeeper> keepers) {
    public ReviewHosts {
        keepers = Map.copyOf(keepers);
    }

    /** The keeper of a repository's requests; empty if none is configured. */
    public Optional<RequestKeeper> of(RepositoryId repository) {
        return Optional.ofNullable(keepers.get(repository));
    }
}
