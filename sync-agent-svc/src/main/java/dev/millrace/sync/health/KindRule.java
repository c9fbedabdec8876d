package dev.millrace.sync.health;

import static dev.millrace.sync.health.ObjectHealth.degraded;
import static dev.millrace.sync.health.ObjectHealth.progressing;

import dev.millrace.sync.expression.Expression;
import java.util.Map;
import java.util.Optional;

/**
 * How objects of one kind are, as people wrote it: conditions on the object, each may be missing.
 *
 * @param message the status condition that says why
 */
record KindRule(
        Optional<Expression> suspended,
        Optional<Expression> failed,
        Optional<Expression> current,
        Optional<Expression> inProgress,
        String message) {

    ObjectHealth of(Facts object, Map<String, Object> self) {
        if (holds(suspended, self)) {
            return ObjectHealth.suspended("it is suspended");
        }
        if (holds(failed, self)) {
            return degraded(said(object, "it has failed"));
        }
        if (holds(current, self)) {
            return ObjectHealth.HEALTHY;
        }
        return current.isEmpty() && !holds(inProgress, self)
                ? ObjectHealth.HEALTHY
                : progressing(said(object, "it is not ready yet"));
    }

    private static boolean holds(Optional<Expression> condition, Map<String, Object> self) {
        return condition.filter(expression -> expression.holds(self)).isPresent();
    }

    private String said(Facts object, String otherwise) {
        return object.condition(message)
                .or(() -> object.condition("Ready"))
                .map(Facts.Condition::said)
                .filter(text -> !text.isBlank())
                .or(() -> Optional.of(object.text("status", "message")).filter(text -> !text.isBlank()))
                .or(() -> Optional.of(object.text("status", "phase"))
                        .filter(text -> !text.isBlank())
                        .map(phase -> "its phase is " + phase))
                .orElse(otherwise);
    }
}
