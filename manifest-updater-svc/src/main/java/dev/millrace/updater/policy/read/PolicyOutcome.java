package dev.millrace.updater.policy.read;

import dev.millrace.updater.policy.Policies;
import dev.millrace.yaml.InvalidYaml;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The result of reading an {@code updates.yaml}. */
public sealed interface PolicyOutcome {

    /**
     * Valid policies.
     *
     * @param policies the policies without placeholders
     * @param patterns the policies with placeholders, whose values come from the repository's paths
     */
    record Usable(Policies policies, List<PolicyPattern> patterns) implements PolicyOutcome {
        public Usable {
            patterns = List.copyOf(patterns);
        }

        /** The policies for the paths of a repository. */
        public Expansion expanded(Collection<String> paths) {
            return Expansion.of(policies, patterns, paths);
        }

        /** Returns true if a path may change which policies there are: if it has values of a policy that is not among these. */
        public boolean hasOtherPolicy(String path, Set<String> names) {
            return patterns.stream().anyMatch(pattern -> pattern.values(path)
                    .filter(values -> !names.contains(pattern.name(values)))
                    .isPresent());
        }

        /** Returns true if a path has values of a policy. */
        public boolean hasPolicy(String path) {
            return patterns.stream().anyMatch(pattern -> pattern.values(path).isPresent());
        }
    }

    /**
     * An invalid file.
     *
     * @param line the line of the mistake, from 1
     * @param column the column of the mistake, from 1
     * @param reason the mistake, for its author
     */
    record Broken(int line, int column, String reason) implements PolicyOutcome {

        static Broken of(InvalidYaml e) {
            return new Broken(e.line(), e.column(), e.reason());
        }

        /** The message in the form of compilers: {@code file:line:column: reason}. */
        public String inFile(String file) {
            return file + ":" + line + ":" + column + ": " + reason;
        }
    }
}
