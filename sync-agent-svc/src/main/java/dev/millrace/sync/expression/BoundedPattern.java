package dev.millrace.sync.expression;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Compiles a user's regular expression. RE2/J needs linear time, but unfolds counted repetitions without a limit: {@code ((a{1000}){1000}){1000}}
 * has 24 characters and a program of a thousand million steps.
 */
public final class BoundedPattern {
    private static final int MAX_CHARACTERS = 256;

    /** Unfolded to this length, a pattern takes a few megabytes while it is compiled. */
    private static final long MAX_UNFOLDED = 20_000;

    /** The steps that a pattern takes for each character of a text. */
    private static final int MAX_PROGRAM = 2_000;

    private static final String QUOTATION = "\\Q";

    private BoundedPattern() {}

    /** @throws IllegalArgumentException if it is invalid or too large; the message holds the pattern's size only */
    public static Pattern compile(String text) {
        limit("characters", text.length(), MAX_CHARACTERS);
        limit("characters with its repetitions unfolded", UnfoldedLength.of(text), MAX_UNFOLDED);
        if (text.contains(QUOTATION)) {
            throw new IllegalArgumentException("a regular expression with \\Q; write a \\ before each character");
        }
        try {
            Pattern pattern = Pattern.compile(text);
            limit("steps", pattern.programSize(), MAX_PROGRAM);
            return pattern;
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("not a regular expression in the syntax of RE2", e);
        }
    }

    private static void limit(String unit, long size, long most) {
        if (size > most) {
            throw new IllegalArgumentException("a regular expression of more than " + most + " " + unit);
        }
    }
}
