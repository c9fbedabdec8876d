package dev.millrace.updater.policy.read;

import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import dev.millrace.yaml.InvalidYaml;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The policies of a file for the paths of a repository.
 *
 * @param policies those without placeholders, and those that patterns stand for
 * @param problems what a pattern stands for and cannot be used; it concerns no other policy
 */
public record Expansion(Policies policies, List<PolicyOutcome.Broken> problems) {
    /** The number of policies that the patterns of a file stand for together. */
    static final int MAX_POLICIES = 2_000;

    public Expansion {
        problems = List.copyOf(problems);
    }

    /** A policy without placeholders takes precedence over one of the same name that a pattern stands for. */
    static Expansion of(Policies plain, List<PolicyPattern> patterns, Collection<String> paths) {
        if (patterns.isEmpty()) {
            return new Expansion(plain, List.of());
        }
        Set<String> written = plain.names();
        Set<String> names = new HashSet<>(written);
        List<Policy> all = new ArrayList<>(plain.all());
        List<PolicyOutcome.Broken> problems = new ArrayList<>();
        for (PolicyPattern pattern : patterns) {
            for (Map<String, String> values : pattern.values(paths)) {
                String name = pattern.name(values);
                if (written.contains(name)) {
                    continue;
                }
                if (all.size() - plain.all().size() >= MAX_POLICIES) {
                    problems.add(pattern.mistake("the patterns stand for more than " + MAX_POLICIES + " policies; "
                            + name + " and the following ones are left out: write narrower paths"));
                    return new Expansion(plain.with(all), problems);
                }
                if (!names.add(name)) {
                    problems.add(pattern.mistake(
                            "policy " + name + " has the name of another one that a pattern stands for, and is"
                                    + " left out: separate the placeholders in 'name'"));
                    continue;
                }
                try {
                    all.add(pattern.policy(values));
                } catch (InvalidYaml e) {
                    problems.add(new PolicyOutcome.Broken(e.line(), e.column(), e.reason()));
                }
            }
        }
        return new Expansion(plain.with(all), problems);
    }
}
