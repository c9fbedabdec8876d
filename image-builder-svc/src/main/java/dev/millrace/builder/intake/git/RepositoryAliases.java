package dev.millrace.builder.intake.git;

import dev.millrace.events.value.RepositoryId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Other addresses of repositories, by which hosts name them in deliveries: an internal address, or one with the port of SSH. */
public final class RepositoryAliases {
    private final Map<RepositoryId, RepositoryId> repositories;

    private RepositoryAliases(Map<RepositoryId, RepositoryId> repositories) {
        this.repositories = Map.copyOf(repositories);
    }

    /**
     * The aliases of some repositories.
     *
     * @param aliases the addresses of each repository, in any form that {@link RepositoryId#parse} reads
     * @throws IllegalArgumentException if an alias is no address, or stands for two repositories
     */
    public static RepositoryAliases of(Map<RepositoryId, List<String>> aliases) {
        Set<RepositoryId> known = new HashSet<>(aliases.keySet());
        Map<RepositoryId, RepositoryId> all = new HashMap<>();
        aliases.forEach((repository, addresses) -> addresses.forEach(address -> {
            RepositoryId alias = RepositoryId.parse(address.strip());
            if (alias.equals(repository) || repository.equals(all.get(alias))) {
                return;
            }
            if (!known.add(alias)) {
                throw new IllegalArgumentException("the alias " + alias + " of " + repository
                        + " stands for another repository too; remove it from one of them");
            }
            all.put(alias, repository);
        }));
        return new RepositoryAliases(all);
    }

    /** The repository for which an address stands; the address itself if it is no alias. */
    RepositoryId resolve(RepositoryId address) {
        return repositories.getOrDefault(address, address);
    }
}
