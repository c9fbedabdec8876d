package dev.millrace.sync.expression;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelAbstractSyntaxTree;
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
    private static final int MAX_DEPTH = 100;
    private static final int MAX_SHOWN = 300;
    private static final String TOO_DEEP = "it is nested too deeply";

    private static final Cel CEL = environment("self");
    private static final Cel WITH_CONDITIONS = environment("self", "conditions");

    private final CelRuntime.Program program;
    private final boolean isLimited;

    /** The result of a condition. */
    public sealed interface Verdict {
        record Holds() implements Verdict {}

        record HoldsNot() implements Verdict {}

        /**
         * The object has no such field, a value is of another type, or the evaluation exceeds a limit of time or size.
         *
         * @param why for people; it holds no value of the object
         */
        record Fails(String why) implements Verdict {}
    }

    private static Cel environment(String... variables) {
        CelBuilder builder = CelFactory.standardCelBuilder()
                .setOptions(CelOptions.current()
                        .comprehensionMaxIterations(MAX_ITERATIONS)
                        .maxExpressionCodePointSize(MAX_CHARACTERS)
                        .maxParseRecursionDepth(MAX_DEPTH)
                        .build())
                .setStandardEnvironmentEnabled(false)
                .setStandardDeclarations(CelStandardDeclarations.newBuilder().build())
                .setStandardFunctions(TextFunctions.OTHERS)
                .addFunctionBindings(TextFunctions.BINDINGS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setResultType(SimpleType.BOOL);
        for (String variable : variables) {
            builder.addVar(variable, MapType.create(SimpleType.STRING, SimpleType.DYN));
        }
        return builder.build();
    }

    private Expression(CelRuntime.Program program, boolean isLimited) {
        this.program = program;
        this.isLimited = isLimited;
    }

    /**
     * @param text CEL with the object as {@code self}, such as {@code self.status.phase == 'Running'}
     * @throws IllegalArgumentException if the text is invalid or its result is no boolean; the message names the place
     */
    public static Expression compile(String text) {
        return compile(text, CEL, tree -> tree, true);
    }

    /**
     * An expression of which only {@link #holdsFor} is asked.
     *
     * @param text CEL as above, with the conditions of the object's status by their type as {@code conditions} beside {@code self}
     * @param isLimited false for an expression of ours, whose work does not grow beyond the object: to count it takes longer than most of them
     * @throws IllegalArgumentException if the text is invalid or its result is no boolean; the message names the place
     */
    public static Expression compileWithConditions(String text, boolean isLimited) {
        return compile(
                text,
                WITH_CONDITIONS,
                tree -> WITH_CONDITIONS.check(PresenceGuards.in(tree)).getAst(),
                isLimited);
    }

    private interface Rewriting {
        CelAbstractSyntaxTree of(CelAbstractSyntaxTree tree) throws CelValidationException;
    }

    private static Expression compile(String text, Cel environment, Rewriting rewriting, boolean isLimited) {
        try {
            CelAbstractSyntaxTree tree = environment.compile(text).getAst();
            return new Expression(environment.createProgram(rewriting.of(tree)), isLimited);
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalArgumentException(
                    "not a condition in CEL: " + shown(text) + ": " + shown(String.valueOf(e.getMessage())), e);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("not a condition in CEL: " + shown(text) + ": " + TOO_DEEP, e);
        }
    }

    /** @param self the object as JSON values */
    public Verdict of(Map<String, Object> self) {
        return evaluate(Map.of("self", values(self)));
    }

    private Verdict evaluate(Map<String, Object> variables) {
        try {
            return Boolean.TRUE.equals(isLimited ? limited(variables) : program.eval(variables))
                    ? new Verdict.Holds()
                    : new Verdict.HoldsNot();
        } catch (CelEvaluationException e) {
            return new Verdict.Fails(EvaluationFailure.reason(e));
        } catch (Meter.Excess e) {
            return new Verdict.Fails(String.valueOf(e.getMessage()));
        } catch (StackOverflowError e) {
            return new Verdict.Fails(TOO_DEEP);
        }
    }

    private Object limited(Map<String, Object> variables) throws CelEvaluationException {
        Meter meter = new Meter();
        return meter.during(() -> program.trace(variables, meter));
    }

    private static String shown(String text) {
        return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + " …" : text;
    }

    /** Returns true if the condition holds; an expression that fails doesn't hold. */
    public boolean holds(Map<String, Object> self) {
        return of(self) instanceof Verdict.Holds;
    }

    /**
     * Returns true if the condition holds for variables that were converted once for several conditions.
     *
     * @param variables by name, each as {@link #presentValues} returns it
     */
    public boolean holdsFor(Map<String, Object> variables) {
        return evaluate(variables) instanceof Verdict.Holds;
    }

    /**
     * Returns a JSON value as CEL reads it, which supports only whole numbers of 64 bits. A field that is null is absent, as it is for the API server.
     * The result is a view: values are converted when they are read.
     */
    public static Object presentValues(Object value) {
        return PresentValues.of(value);
    }

    /** Returns a copy of a JSON value with its nulls, of which CEL has one of its own. */
    private static Object values(@Nullable Object value) {
        return switch (value) {
            case null -> NullValue.NULL_VALUE;
            case Map<?, ?> map -> {
                Map<String, Object> copy = HashMap.newHashMap(map.size());
                map.forEach((key, child) -> copy.put(String.valueOf(key), values(child)));
                yield copy;
            }
            case List<?> list -> list.stream().map(Expression::values).toList();
            default -> PresentValues.number(value);
        };
    }
}
