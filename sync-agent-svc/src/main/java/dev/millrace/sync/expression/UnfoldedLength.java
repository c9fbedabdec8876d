package dev.millrace.sync.expression;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The length of a regular expression with its counted repetitions unfolded. It is exact, or larger: characters of a class that begins with a
 * bracket may be counted as if they were outside of it.
 */
final class UnfoldedLength {
    private static final Pattern COUNT = Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?\\}");

    /** A length that no calculation goes beyond. */
    private static final long MAX = 1L << 30;

    /** A group that is being read: the length of what is complete, and of the last part, which a repetition may follow. */
    private record Group(long complete, long last) {
        static final Group EMPTY = new Group(0, 0);

        Group with(long part) {
            return new Group(length(), part);
        }

        Group repeated(long times) {
            return new Group(complete, Math.min(MAX, last * times));
        }

        long length() {
            return Math.min(MAX, complete + last);
        }
    }

    private final String pattern;
    private final Deque<Group> groups = new ArrayDeque<>();
    private int at;

    private UnfoldedLength(String pattern) {
        this.pattern = pattern;
        groups.push(Group.EMPTY);
    }

    static long of(String pattern) {
        UnfoldedLength reading = new UnfoldedLength(pattern);
        while (reading.at < pattern.length()) {
            reading.step();
        }
        return reading.groups.stream().mapToLong(Group::length).sum();
    }

    private void step() {
        char next = pattern.charAt(at++);
        switch (next) {
            case '\\' -> {
                at++;
                add(1);
            }
            case '[' -> {
                skipClass();
                add(1);
            }
            case '(' -> groups.push(Group.EMPTY);
            case ')' -> add(groups.size() > 1 ? groups.pop().length() + 1 : 1);
            case '{' -> repeat();
            default -> add(1);
        }
    }

    private void add(long part) {
        groups.push(groups.pop().with(part));
    }

    /** A class ends at the first bracket, even where that is one of its characters: nothing behind a class is taken for a part of it. */
    private void skipClass() {
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            at += pattern.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }

    private void repeat() {
        Matcher count = COUNT.matcher(pattern);
        if (count.find(at - 1) && count.start() == at - 1) {
            at = count.end();
            groups.push(groups.pop().repeated(Math.max(1, Math.max(number(count.group(1)), number(count.group(2))))));
        } else {
            add(1);
        }
    }

    private static long number(@Nullable String digits) {
        return digits == null || digits.isEmpty() ? 1 : Long.parseLong(digits);
    }
}
