package dev.millrace.sync.expression;

import com.google.re2j.Pattern;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import java.util.List;

/** The functions on texts whose work is the product of their operands' lengths: it is counted before it is done. */
final class TextFunctions {
    private static final int STATES_PER_STEP = 64;
    private static final int COMPARISONS_PER_STEP = 256;

    /** A whole number and a fraction are not comparable, as the runtime's default is. */
    private static final Pattern OF_TWO_KINDS =
            Pattern.compile("(LESS|GREATER)(_EQUALS)?_(INT64|UINT64|DOUBLE)_(INT64|UINT64|DOUBLE)");

    /** The standard functions but those here. */
    static final CelStandardFunctions OTHERS = CelStandardFunctions.newBuilder()
            .filterFunctions((function, overload) -> function != StandardFunction.MATCHES
                    && function != StandardFunction.CONTAINS
                    && !OF_TWO_KINDS.matches(overload.toString()))
            .build();

    static final List<CelFunctionBinding> BINDINGS = List.of(
            CelFunctionBinding.from("matches", String.class, String.class, TextFunctions::matches),
            CelFunctionBinding.from("matches_string", String.class, String.class, TextFunctions::matches),
            CelFunctionBinding.from("contains_string", String.class, String.class, TextFunctions::contains));

    private TextFunctions() {}

    private static boolean matches(String text, String pattern) {
        Meter.chargeCurrent(UnfoldedLength.of(pattern));
        Pattern compiled = BoundedPattern.compile(pattern);
        Meter.chargeCurrent((long) text.length() * compiled.programSize() / STATES_PER_STEP);
        return compiled.matcher(text).find();
    }

    private static boolean contains(String text, String part) {
        Meter.chargeCurrent((long) text.length() * part.length() / COMPARISONS_PER_STEP);
        return text.contains(part);
    }
}
