package dev.millrace.updater.command;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.GitUnavailable;
import dev.millrace.updater.repository.ConfigRepositories;
import dev.millrace.updater.repository.ConfigRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Finds the repositories of a policy by name. */
@ApplicationScoped
public class PolicyFinder {
    private final ConfigRepositories repositories;

    public PolicyFinder(ConfigRepositories repositories) {
        this.repositories = repositories;
    }

    /** A policy's repository and its branch's commit, freshly fetched or, if the host is unreachable, as fetched last. */
    record PolicyLocation(ConfigRepository repository, CommitId tip) {}

    /** All repositories with a policy of this name; only the given repository, if there is one. */
    List<PolicyLocation> named(String policy, Optional<String> repository) {
        return repositories.all().stream()
                .filter(one -> repository.map(one.id().value()::equals).orElse(true))
                .flatMap(one -> tip(one).stream().map(tip -> new PolicyLocation(one, tip)))
                .filter(place -> place.repository()
                        .policies(place.tip())
                        .policies()
                        .named(policy)
                        .isPresent())
                .toList();
    }

    private static Optional<CommitId> tip(ConfigRepository repository) {
        try {
            return repository.freshTip();
        } catch (GitUnavailable e) {
            return repository.mirror().tip(repository.branch());
        }
    }
}
