package dev.millrace.sync.health;

import static dev.millrace.sync.health.ObjectHealth.degraded;
import static dev.millrace.sync.health.ObjectHealth.progressing;

import dev.millrace.sync.expression.Expression;
import java.util.Map;
import java.util.Optional;

/**
 * The configured health rule of a kind: conditions on the object, each of which may be absent.
 *
 * @param message the status condition that holds the reason
 */
record KindRule(
        Optional<Expression> suspended,
        Optional<Expression> failed,
        Optional<Expression> current,
        Optional<Expression> inProgress,
        String message) {

    ObjectHealth of(ObjectFacts object, Map<String, Object> self) {
        if (holds(suspended, self)) {
            return ObjectHealth.suspended("it is suspended");
        }
        if (holds(failed, self)) {
            return degraded(message(object, "it has failed"));
        }
        if (holds(current, self)) {
            return ObjectHealth.HEALTHY;
        }
        return current.isEmpty() && !holds(inProgress, self)
                ? ObjectHealth.HEALTHY
                : progressing(message(object, "it is not ready yet"));
    }

    private static boolean holds(Optional<Expression> condition, Map<String, Object> self) {
        return condition.filter(expression -> expression.holds(self)).isPresent();
    }

    private String message(ObjectFacts object, String otherwise) {
        return object.condition(message)
                .or(() -> object.condition("Ready"))
                .map(ObjectFacts.Condition::reasonAndMessage)
                .filter(text -> !text.isBlank())
                .or(() -> Optional.of(object.text("status", "message")).filter(text -> !text.isBlank()))
                .or(() -> Optional.of(object.text("status", "phase"))
                        .filter(text -> !text.isBlank())
                        .map(phase -> "its phase is " + phase))
                .orElse(otherwise);
    }
}
