package dev.millrace.updater.policy;

import dev.millrace.events.value.ApplicationId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A group of applications that form a place to run something, such as {@code staging}.
 *
 * @param applications the applications that are named one by one
 * @param patterns the applications that are named by patterns
 */
public record Environment(String name, List<ApplicationId> applications, List<ApplicationPattern> patterns) {
    public Environment {
        applications = List.copyOf(applications);
        patterns = List.copyOf(patterns);
    }

    /** An environment whose applications are named one by one. */
    public Environment(String name, List<ApplicationId> applications) {
        this(name, applications, List.of());
    }

    boolean isNotEmpty() {
        return !applications.isEmpty() || !patterns.isEmpty();
    }

    /** Returns true if this environment names an application for a policy with these values. */
    boolean names(ApplicationId application, Map<String, String> values) {
        return applications.contains(application)
                || patterns.stream().anyMatch(pattern -> pattern.matches(application, values));
    }

    /**
     * The applications for a policy with these values. A pattern whose values the policy does not have stands for the known applications that
     * match it.
     *
     * @param known the applications with at least one event
     */
    public Set<ApplicationId> applications(Map<String, String> values, Collection<ApplicationId> known) {
        Set<ApplicationId> all = new LinkedHashSet<>(applications);
        for (ApplicationPattern pattern : patterns) {
            pattern.application(values).ifPresentOrElse(all::add, () -> known.stream()
                    .filter(application -> pattern.matches(application, values))
                    .forEach(all::add));
        }
        return all;
    }

    /**
     * Returns true if an application without any event may run the image of a policy with these values. One that is named alone may run any
     * image, unless another application of the environment has a value in its name and this one has none.
     */
    public boolean mayRun(ApplicationId application, Map<String, String> values) {
        boolean byName = applications.stream().anyMatch(one -> hasValue(one, values));
        boolean byPattern = patterns.stream()
                .anyMatch(pattern -> pattern.application(values).isPresent());
        return !(byName || byPattern)
                || hasValue(application, values)
                || patterns.stream().anyMatch(pattern -> pattern.matches(application, values));
    }

    /** Returns true if a name has a value as a whole word: {@code web} in {@code web-staging}, not in {@code webshop}. */
    private static boolean hasValue(ApplicationId application, Map<String, String> values) {
        String words = "-" + application.namespace().replace('.', '-') + "-"
                + application.name().replace('.', '-') + "-";
        return values.values().stream().anyMatch(value -> words.contains("-" + value.replace('.', '-') + "-"));
    }
}
