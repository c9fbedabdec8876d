package dev.millrace.sync.health.general;

import java.util.Set;

/**
 * The ways in which a kind deviates from the general rule.
 *
 * @param ignored types of conditions, and paths such as {@code status.lastError}, that are disregarded; {@code observedGeneration} too
 * @param abnormal types of conditions of which true is a failure
 */
public record Deviations(Set<String> ignored, Set<String> abnormal) {
    public static final Deviations NONE = new Deviations(Set.of(), Set.of());

    public Deviations {
        ignored = Set.copyOf(ignored);
        abnormal = Set.copyOf(abnormal);
    }

    public boolean ignores(String typeOrPath) {
        return ignored.contains(typeOrPath);
    }
}
