package dev.millrace.sync.health.exact;

import dev.millrace.sync.expression.Expression;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A condition of a rule, compiled when it is first needed: an installation has objects of few of the kinds that have rules. Thread-safe. */
final class RuleCondition {
    private final String text;
    private final boolean isLimited;
    private volatile @Nullable Expression compiled;

    /** @param isLimited true for a condition that a user has written */
    RuleCondition(String text, boolean isLimited) {
        this.text = text;
        this.isLimited = isLimited;
    }

    /** @throws IllegalArgumentException if the condition is invalid; the message names the place */
    Expression compile() {
        Expression expression = compiled;
        if (expression == null) {
            expression = Expression.compileWithConditions(text, isLimited);
            compiled = expression;
        }
        return expression;
    }

    /** @param variables as {@link RuleVariables} has them */
    boolean holds(Map<String, Object> variables) {
        return compile().holdsFor(variables);
    }
}
