package dev.millrace.updater.status;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration repository for the API.
 *
 * @param commit the branch's tip as fetched last
 * @param error the reason if its {@code updates.yaml} is invalid, {@code file:line: reason}; the last valid one stays in force
 * @param troubles markers and files that cannot be followed, each {@code file:line: reason}
 * @param requests the states of the groups' pull or merge requests, by group: open, merged, declined or refused, with page and next step
 */
public record RepositoryView(
        String repository,
        String branch,
        Optional<String> commit,
        Optional<String> error,
        List<String> troubles,
        Map<String, String> requests,
        List<PolicyView> policies) {
    RepositoryView with(List<PolicyView> some) {
        return new RepositoryView(repository, branch, commit, error, troubles, requests, some);
    }

    /** This repository, with an error unless it has one. */
    RepositoryView failing(String reason) {
        return new RepositoryView(
                repository, branch, commit, error.or(() -> Optional.of(reason)), troubles, requests, policies);
    }

    RepositoryView withRequests(Map<String, String> now) {
        return new RepositoryView(repository, branch, commit, error, troubles, now, policies);
    }

    static final RepositoryView UNKNOWN =
            new RepositoryView("", "", Optional.empty(), Optional.empty(), List.of(), Map.of(), List.of());
}
