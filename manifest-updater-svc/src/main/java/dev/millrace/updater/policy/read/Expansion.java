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

    private static final int MAX_PROBLEMS = 100;

    public Expansion {
        problems = List.copyOf(problems);
    }

    /** A policy without placeholders takes precedence over one of the same name that a pattern stands for. */
    static Expansion of(Policies plain, List<PolicyPattern> patterns, Collection<String> paths) {
        Growth growth = new Growth(plain);
        patterns.forEach(pattern -> growth.add(pattern, pattern.values(paths)));
        return new Expansion(plain.with(growth.policies), growth.problems);
    }

    /** The policies so far. */
    private static final class Growth {
        private final Set<String> written;
        private final Set<String> names;
        private final List<Policy> policies;
        private final List<PolicyOutcome.Broken> problems = new ArrayList<>();

        Growth(Policies plain) {
            this.written = plain.names();
            this.names = new HashSet<>(written);
            this.policies = new ArrayList<>(plain.all());
        }

        void add(PolicyPattern pattern, Set<Map<String, String>> found) {
            if (found.isEmpty()) {
                problem(pattern.mistake("policy " + pattern.name(Map.of())
                        + " stands for nothing yet: no file has a path that it includes"));
            }
            for (Map<String, String> values : found) {
                String name = pattern.name(values);
                if (!written.contains(name) && names.size() - written.size() >= MAX_POLICIES) {
                    problem(pattern.mistake("the patterns stand for more than " + MAX_POLICIES + " policies; " + name
                            + " and the following ones are left out: write narrower paths"));
                    return;
                }
                if (!written.contains(name)) {
                    add(pattern, name, values);
                }
            }
        }

        private void add(PolicyPattern pattern, String name, Map<String, String> values) {
            if (!names.add(name)) {
                problem(pattern.mistake(
                        "policy " + name + " has the name of another one that a pattern stands for, and is left"
                                + " out: separate the placeholders in 'name'"));
                return;
            }
            try {
                policies.add(pattern.policy(values));
            } catch (InvalidYaml e) {
                problem(PolicyOutcome.Broken.of(e));
            }
        }

        private void problem(PolicyOutcome.Broken problem) {
            if (problems.size() < MAX_PROBLEMS) {
                problems.add(problem);
            }
        }
    }
}
