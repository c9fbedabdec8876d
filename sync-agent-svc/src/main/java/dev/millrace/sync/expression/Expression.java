package dev.millrace.sync.expression;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A condition on an object, compiled once. Thread-safe. */
public final class Expression {
    private static final int MAX_CHARACTERS = 4096;
    private static final int MAX_ITERATIONS = 10_000;

    private static final Cel CEL = CelFactory.standardCelBuilder()
            .setOptions(CelOptions.current()
                    .comprehensionMaxIterations(MAX_ITERATIONS)
                    .maxExpressionCodePointSize(MAX_CHARACTERS)
                    .build())
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("self", MapType.create(SimpleType.STRING, SimpleType.DYN))
            .setResultType(SimpleType.BOOL)
            .build();

    private final CelRuntime.Program program;

    /** The result of a condition. */
    public sealed interface Verdict {
        record Holds() implements Verdict {}

        record HoldsNot() implements Verdict {}

        /** The object has no such field, a value is of another type, or the evaluation exceeds its limit. */
        record Fails(String why) implements Verdict {}
    }

    private Expression(CelRuntime.Program program) {
        this.program = program;
    }

    /**
     * @param text CEL with the object as {@code self}, such as {@code self.status.phase == 'Running'}
     * @throws IllegalArgumentException if the text is invalid or its result is no boolean; the message names the place
     */
    public static Expression compile(String text) {
        try {
            return new Expression(CEL.createProgram(CEL.compile(text).getAst()));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalArgumentException("not a condition in CEL: " + text + ": " + e.getMessage(), e);
        }
    }

    /** @param self the object as JSON values */
    public Verdict of(Map<String, Object> self) {
        try {
            return Boolean.TRUE.equals(program.eval(Map.of("self", values(self))))
                    ? new Verdict.Holds()
                    : new Verdict.HoldsNot();
        } catch (CelEvaluationException e) {
            return new Verdict.Fails(String.valueOf(e.getMessage()));
        }
    }

    /** Returns true if the condition holds; an expression that fails doesn't hold. */
    public boolean holds(Map<String, Object> self) {
        return of(self) instanceof Verdict.Holds;
    }

    /** CEL supports only whole numbers of 64 bits, and has its own null. */
    private static Object values(@Nullable Object value) {
        return switch (value) {
            case null -> NullValue.NULL_VALUE;
            case Map<?, ?> map -> {
                Map<String, Object> copy = new HashMap<>();
                map.forEach((key, child) -> copy.put(String.valueOf(key), values(child)));
                yield copy;
            }
            case List<?> list -> list.stream().map(Expression::values).toList();
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Float number -> number.doubleValue();
            default -> value;
        };
    }
}
