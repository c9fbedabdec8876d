package dev.millrace.sync.health.exact;

import dev.millrace.events.Health;
import dev.millrace.sync.health.general.Deviations;
import dev.millrace.sync.health.object.Condition;
import dev.millrace.sync.health.object.ObjectFacts;
import dev.millrace.sync.health.object.ObjectHealth;
import java.util.Map;
import java.util.Optional;

/**
 * The exact rule of some kinds: conditions on the object, each of which may be absent.
 *
 * @param name the file that has the rule, and the kind as it is written there
 * @param otherwise the answer if no condition holds
 * @param deviations what the general rule disregards for these kinds
 * @param message the type of the condition, or the path under status, that holds the reason; empty for the words that the general rule reads
 */
public record KindRule(
        String name,
        Optional<RuleCondition> suspended,
        Optional<RuleCondition> failed,
        Optional<RuleCondition> current,
        Optional<RuleCondition> inProgress,
        Otherwise otherwise,
        Deviations deviations,
        Optional<String> message) {

    /** Returns that the object is suspended; empty if it is not. A message is left empty where the rule names none. */
    public Optional<ObjectHealth> suspended(ObjectFacts object, Evaluation evaluation) {
        return evaluation.holds(suspended)
                ? Optional.of(answer(Health.Suspended, object, "suspended"))
                : Optional.empty();
    }

    /**
     * Returns the health of an object that is not suspended; empty if the rule leaves it to the general rule. A message is left empty where the rule
     * names none.
     */
    public Optional<ObjectHealth> of(ObjectFacts object, Evaluation evaluation) {
        if (evaluation.holds(failed)) {
            return Optional.of(answer(Health.Degraded, object, "failed"));
        }
        if (evaluation.holds(current)) {
            return Optional.of(answer(Health.Healthy, object, "current"));
        }
        if (evaluation.holds(inProgress)) {
            return Optional.of(answer(Health.Progressing, object, "inProgress"));
        }
        return otherwise.health().map(health -> answer(health, object, "otherwise"));
    }

    /** Returns the general rule's answer as far as this rule accepts it: an object for which {@code current} doesn't hold is not healthy. */
    public ObjectHealth accepted(ObjectHealth general) {
        return general.health() == Health.Healthy && otherwise == Otherwise.NOT_HEALTHY
                ? new ObjectHealth(Health.Progressing, "it is not ready yet", name + ": current")
                : general;
    }

    /** The answers if no condition of a rule holds. */
    public enum Otherwise {
        /** The general rule's. */
        GENERAL,
        /** The general rule's, but an object that it holds for healthy is progressing. */
        NOT_HEALTHY,
        HEALTHY,
        PROGRESSING,
        DEGRADED;

        Optional<Health> health() {
            return switch (this) {
                case GENERAL, NOT_HEALTHY -> Optional.empty();
                case HEALTHY -> Optional.of(Health.Healthy);
                case PROGRESSING -> Optional.of(Health.Progressing);
                case DEGRADED -> Optional.of(Health.Degraded);
            };
        }
    }

    private ObjectHealth answer(Health health, ObjectFacts object, String part) {
        String words = health == Health.Healthy
                ? ""
                : message.map(named -> words(object, named)).orElse("");
        return new ObjectHealth(health, words, name + ": " + part);
    }

    /** A condition that is true has no words for a problem, unless true is the problem. */
    private String words(ObjectFacts object, String named) {
        if (named.startsWith("status.")) {
            return object.text(named.split("\\.", -1));
        }
        return object.condition(named)
                .filter(condition ->
                        !condition.isTrue() || deviations.abnormal().contains(named))
                .map(Condition::reasonAndMessage)
                .orElse("");
    }

    /** Returns a message for an object about which neither this rule nor the general one has the controller's words. */
    public static String fallback(ObjectFacts object, Health health) {
        return object.condition("Ready")
                .map(Condition::reasonAndMessage)
                .filter(text -> !text.isBlank())
                .or(() -> Optional.of(object.text("status", "message")).filter(text -> !text.isBlank()))
                .or(() -> Optional.of(object.text("status", "phase"))
                        .filter(text -> !text.isBlank())
                        .map(phase -> "its phase is " + phase))
                .orElse(
                        switch (health) {
                            case Suspended -> "it is suspended";
                            case Degraded -> "it has failed";
                            default -> "it is not ready yet";
                        });
    }

    /** The values of an object that expressions see, computed once and only if there is an expression. */
    public static final class Evaluation {
        private final ObjectFacts object;
        private Map<String, Object> variables = Map.of();

        public Evaluation(ObjectFacts object) {
            this.object = object;
        }

        boolean holds(Optional<RuleCondition> condition) {
            if (condition.isEmpty()) {
                return false;
            }
            if (variables.isEmpty()) {
                variables = RuleVariables.of(object);
            }
            return condition.get().holds(variables);
        }
    }
}
