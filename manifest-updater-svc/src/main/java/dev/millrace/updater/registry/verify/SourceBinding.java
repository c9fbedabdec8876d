package dev.millrace.updater.registry.verify;

import dev.millrace.events.value.RepositoryId;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares the repositories that an image names with the one that its policy requires. */
final class SourceBinding {
    private SourceBinding() {}

    /**
     * The objection to an image; empty if it names the required repository and no other one.
     *
     * @param named the repositories in its labels and provenances
     */
    static Optional<String> objection(RepositoryId required, Set<RepositoryId> named) {
        if (named.isEmpty()) {
            return Optional.of(
                    "neither its labels nor a provenance name its source; the policy's source is " + required);
        }
        String others = named.stream()
                .filter(one -> !one.equals(required))
                .map(RepositoryId::value)
                .collect(Collectors.joining(", "));
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of("built from " + others + "; the policy's source is " + required);
    }
}
