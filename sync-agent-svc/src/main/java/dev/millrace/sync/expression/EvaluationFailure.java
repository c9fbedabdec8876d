package dev.millrace.sync.expression;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;

/** The kind of an error in an evaluation, and its place in the expression. The library's own text quotes values of the object, which may be another user's. */
final class EvaluationFailure {
    private static final Pattern PLACE = Pattern.compile("^evaluation error at [^\\s:]+:([0-9]{1,6}): ");

    private EvaluationFailure() {}

    static String reason(CelEvaluationException e) {
        return kind(e.getErrorCode()) + place(String.valueOf(e.getMessage()));
    }

    private static String kind(CelErrorCode code) {
        return switch (code) {
            case ATTRIBUTE_NOT_FOUND -> "there is no such field";
            case INDEX_OUT_OF_BOUNDS -> "an index is out of bounds";
            case DIVIDE_BY_ZERO -> "a number is divided by zero";
            case NUMERIC_OVERFLOW -> "a number is too large";
            case BAD_FORMAT -> "a text does not have the required format";
            case ITERATION_BUDGET_EXCEEDED -> "the evaluation takes too many steps";
            case OVERLOAD_NOT_FOUND, AMBIGUOUS_OVERLOAD, TYPE_NOT_FOUND ->
                "a value is not of the type that the operation needs";
            case DUPLICATE_ATTRIBUTE, INVALID_ARGUMENT -> "an argument is invalid";
            case INTERNAL_ERROR -> "it can't be evaluated";
        };
    }

    private static String place(String message) {
        Matcher place = PLACE.matcher(message);
        return place.find() ? " (at character " + place.group(1) + ")" : "";
    }
}
