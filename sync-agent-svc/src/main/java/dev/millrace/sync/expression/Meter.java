package dev.millrace.sync.expression;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelEvaluationListener;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Counts the work of one evaluation, and the size of each value that it creates; ends the evaluation beyond a limit of either. The runtime limits
 * iterations only: nine nested doublings take few of them. A step is counted when its value exists, so each limit is exceeded by one step at most:
 * no function returns more than its operands together, and the operands were within the limits. {@link TextFunctions} are counted before.
 */
final class Meter implements CelEvaluationListener {
    /** In steps of the evaluation and visited parts of values. */
    static final int MAX_WORK = 200_000;

    /** In parts: an entry of a list or map is one, and so are 64 characters. Parts that are shared count each time, as comparisons visit them. */
    static final int MAX_SIZE = 100_000;

    /** Errors that an operator ignores are no steps, and each takes the time of many. */
    private static final long MAX_NANOS = Duration.ofSeconds(5).toNanos();

    private static final int CHARACTERS_PER_PART = 64;

    private static final String ADD = "_+_";
    private static final Set<String> COMPARISONS = Set.of("_==_", "_!=_", "@in");

    private static final ScopedValue<Meter> CURRENT = ScopedValue.newInstance();

    /** The last value of each operand, by the id of its expression. */
    private final Map<Long, Object> values = new HashMap<>();

    private final IdentityHashMap<Object, Integer> sizes = new IdentityHashMap<>();
    private int work;
    private final long until = System.nanoTime() + MAX_NANOS;

    /** Adds work to the evaluation that the thread carries out, if it is limited. */
    static void chargeCurrent(long amount) {
        if (CURRENT.isBound()) {
            CURRENT.get().charge(amount);
        }
    }

    /** Carries out the evaluation that this meter is for. */
    <T> T during(Evaluation<T> evaluation) throws CelEvaluationException {
        return ScopedValue.where(CURRENT, this).call(evaluation::result);
    }

    /** An evaluation exceeds a limit. No exception: the operators that ignore an error in one of their operands ignore those. */
    static final class Excess extends Error {
        private static final long serialVersionUID = 1L;

        Excess(String message) {
            super(message, null, false, false);
        }
    }

    interface Evaluation<T> {
        T result() throws CelEvaluationException;
    }

    @Override
    public void callback(CelExpr expression, Object value) {
        charge(1);
        values.put(expression.id(), value);
        switch (expression.getKind()) {
            case CALL -> charge(expression.call(), value);
            case LIST, MAP -> created(value);
            default -> {}
        }
    }

    private void charge(CelCall call, Object result) {
        List<Object> operands = operands(call);
        for (Object operand : operands) {
            charge(
                    operand instanceof String text
                            ? parts(text)
                            : COMPARISONS.contains(call.function()) ? size(operand) : 0);
        }
        if (call.function().equals(ADD)) {
            added(operands, result);
        } else if (result instanceof String) {
            created(result);
        }
    }

    private List<Object> operands(CelCall call) {
        return Stream.concat(call.target().stream(), call.args().stream())
                .map(operand -> values.get(operand.id()))
                .filter(Objects::nonNull)
                .toList();
    }

    /** A sum of lists is a view of both; its parts are known without visiting them again. */
    private void added(List<Object> operands, Object sum) {
        if (sum instanceof List) {
            int size = operands.stream().mapToInt(this::size).sum();
            sizes.put(sum, size);
            limit(size);
        } else {
            created(sum);
        }
    }

    private void created(Object value) {
        int size = size(value);
        charge(value instanceof String ? size : 1);
        limit(size);
    }

    /** Returns the parts of a value, or a number above the limit. */
    private int size(Object value) {
        return switch (value) {
            case String text -> parts(text);
            case Collection<?> list -> size(list, list);
            case Map<?, ?> map -> size(map, map.values()) + map.size();
            default -> 1;
        };
    }

    private int size(Object whole, Collection<?> parts) {
        Integer known = sizes.get(whole);
        if (known != null) {
            return known;
        }
        int size = 1;
        for (Object part : parts) {
            charge(1);
            size += size(part);
            if (size > MAX_SIZE) {
                break;
            }
        }
        sizes.put(whole, size);
        return size;
    }

    private static int parts(String text) {
        return 1 + text.length() / CHARACTERS_PER_PART;
    }

    /**
     * Adds work.
     *
     * @throws Excess beyond the limit
     */
    private void charge(long amount) {
        work = (int) Math.min(MAX_WORK + 1L, work + amount);
        if (work > MAX_WORK) {
            throw new Excess("it takes more than " + MAX_WORK + " steps");
        } else if (System.nanoTime() - until > 0) {
            throw new Excess(
                    "it takes longer than " + Duration.ofNanos(MAX_NANOS).toSeconds() + " s");
        }
    }

    private void limit(int size) {
        if (size > MAX_SIZE) {
            throw new Excess("it creates a value of more than " + MAX_SIZE + " parts");
        }
    }
}
