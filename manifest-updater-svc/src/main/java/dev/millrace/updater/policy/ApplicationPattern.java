package dev.millrace.updater.policy;

import dev.millrace.events.value.ApplicationId;
import dev.millrace.updater.policy.path.Placeholders;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Applications that are named by a pattern, {@code <cluster>/<namespace>/<name>} with placeholders. For a policy that has the values, it is one
 * application; for any other policy, all those that match.
 */
public record ApplicationPattern(String text) {
    /** Rejects what is no application with any values with an IllegalArgumentException. */
    public ApplicationPattern {
        ApplicationId.parse(Placeholders.sample(text));
    }

    /** Returns true if a text has a placeholder, so that it is a pattern. */
    public static boolean isPattern(String text) {
        return !Placeholders.in(text).isEmpty();
    }

    /** The one application of a policy with these values; empty if a value is missing, or is not possible in an application's name. */
    Optional<ApplicationId> application(Map<String, String> values) {
        if (!values.keySet().containsAll(Placeholders.in(text))) {
            return Optional.empty();
        }
        try {
            return Optional.of(ApplicationId.parse(Placeholders.fill(text, values, value -> value)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns true if the application is one of those that the pattern names for a policy with these values. */
    boolean matches(ApplicationId application, Map<String, String> values) {
        if (values.keySet().containsAll(Placeholders.in(text))) {
            return application(values).filter(application::equals).isPresent();
        }
        StringBuilder expression = new StringBuilder();
        String rest = Placeholders.fill(text, values, value -> value);
        for (String literal : Placeholders.literals(rest)) {
            expression.append(expression.isEmpty() ? "" : "[^/]+").append(Pattern.quote(literal));
        }
        return Pattern.matches(expression.toString(), application.toString());
    }
}
