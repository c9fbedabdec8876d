package dev.millrace.builder.junit;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The result of reading reports. */
public sealed interface JUnitOutcome {
    /** The number of failing test cases whose names are remembered. */
    int MAX_NAMES = 5;

    /** The maximum length of a name. */
    int MAX_NAME = 1000;

    /** No report, in a test that promises none. */
    Counted NONE = new Counted(TestCounts.NONE, List.of());

    /**
     * The counts of all reports together.
     *
     * @param failing the names of the first failing test cases, for users
     */
    record Counted(TestCounts counts, List<String> failing) implements JUnitOutcome {
        public Counted {
            failing = failing.stream().limit(MAX_NAMES).toList();
        }

        /** The sums of both. */
        public Counted plus(Counted other) {
            return new Counted(
                    counts.plus(other.counts),
                    Stream.concat(failing.stream(), other.failing.stream()).toList());
        }
    }

    /** No report, too many of them, or one that can't be read. */
    record Unreadable(String reason) implements JUnitOutcome {}

    /** The name of a test case on one line: that of its class, and its own. */
    static String caseName(@Nullable String className, @Nullable String name) {
        String own = name == null ? "(no name)" : name;
        String full = className == null || className.isBlank() ? own : className + "." + own;
        String line = full.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() > MAX_NAME ? line.substring(0, MAX_NAME) + "…" : line;
    }
}
