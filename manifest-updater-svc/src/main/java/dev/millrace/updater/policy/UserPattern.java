package dev.millrace.updater.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;

/**
 * Compiles the regular expressions of users. Their syntax is RE2's, which matches in time proportional to the text: it has no lookaround, no
 * backreferences and no possessive quantifiers.
 *
 * @see <a href="https://github.com/google/re2/wiki/Syntax">RE2: syntax</a>
 */
public final class UserPattern {
    private static final int MAX_LENGTH = 512;
    private static final int MAX_DEPTH = 50;
    /** A repetition is compiled to copies of what it repeats. */
    private static final long MAX_SIZE = 2_000;

    private static final java.util.regex.Pattern REPETITION =
            java.util.regex.Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?}");

    private UserPattern() {}

    /**
     * Compiles an expression.
     *
     * @param flags of {@link Pattern}
     * @throws IllegalArgumentException if it is too large, invalid, or needs what RE2 does not have
     */
    public static Pattern compile(String text, int flags) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("an expression has at most " + MAX_LENGTH + " characters");
        }
        if (new Extent(text).size() > MAX_SIZE) {
            throw new IllegalArgumentException(
                    "the expression is too large: its repetitions make more than " + MAX_SIZE + " parts; simplify it");
        }
        try {
            return Pattern.compile(text, flags);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "not a regular expression in RE2's syntax, which has no lookaround and no backreferences: "
                            + e.getDescription() + ": " + e.getPattern(),
                    e);
        }
    }

    /** The extent of an expression, counted before it is compiled. An invalid one gets some size, and is refused when it is compiled. */
    private static final class Extent {
        private final String text;
        private final Deque<Long> groups = new ArrayDeque<>();
        private int at;
        /** The size of the current group, without its last part. */
        private long before;
        /** The size of the last part, which a repetition repeats. */
        private long last;

        Extent(String text) {
            this.text = text;
        }

        long size() {
            while (at < text.length() && total() <= MAX_SIZE) {
                step(text.charAt(at));
            }
            long size = total();
            for (long outer : groups) {
                size += outer;
            }
            return size;
        }

        private long total() {
            return before + last;
        }

        private void step(char c) {
            switch (c) {
                case '(' -> {
                    if (groups.size() == MAX_DEPTH) {
                        throw new IllegalArgumentException(
                                "the expression is too deep: at most " + MAX_DEPTH + " groups within each other");
                    }
                    groups.push(total());
                    before = 0;
                    last = 0;
                    at++;
                }
                case ')' -> {
                    last = total() + 2;
                    before = groups.isEmpty() ? 0 : groups.pop();
                    at++;
                }
                case '[' -> part(endOfClass());
                case '\\' -> part(text.startsWith("\\Q", at) ? endOfQuotation() : at + 2);
                case '{' -> repetition();
                default -> part(at + 1);
            }
        }

        private void part(int end) {
            before += last;
            last = text.startsWith("\\Q", at) ? end - at : 1;
            at = end;
        }

        private void repetition() {
            Matcher counts = REPETITION.matcher(text).region(at, text.length());
            if (!counts.lookingAt()) {
                part(at + 1);
                return;
            }
            String most = counts.group(2);
            long count = Long.parseLong(most == null || most.isEmpty() ? counts.group(1) : most);
            last *= Math.max(1, count);
            at = counts.end();
        }

        private int endOfQuotation() {
            int end = text.indexOf("\\E", at);
            return end < 0 ? text.length() : end + 2;
        }

        private int endOfClass() {
            int end = text.startsWith("[^", at) ? at + 2 : at + 1;
            if (text.startsWith("]", end)) {
                end++;
            }
            while (end < text.length() && text.charAt(end) != ']') {
                if (text.startsWith("[:", end) && text.indexOf(":]", end) > 0) {
                    end = text.indexOf(":]", end) + 2;
                } else {
                    end += text.charAt(end) == '\\' ? 2 : 1;
                }
            }
            return end + 1;
        }
    }
}
