package dev.millrace.testbed.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints the steps of the demo and counts the successful ones. */
final class Narrator {
    private record Stage(String name, Duration duration) {}

    private final PrintStream out;
    private final List<Stage> stages = new ArrayList<>();
    private int expected;
    private int seen;

    Narrator(PrintStream out) {
        this.out = out;
    }

    void chapter(String title) {
        out.printf("%n%s%n", title);
    }

    void line(String line) {
        out.printf("          %s%n", line);
    }

    /** Prints a successful step. */
    void step(String what, Instant cause, Instant at) {
        expected++;
        seen++;
        out.printf(
                Locale.ROOT,
                "%+7d ms  %s%n",
                Math.max(0, Duration.between(cause, at).toMillis()),
                what);
    }

    /** Prints a missing step. */
    void missing(String what, String where) {
        expected++;
        out.printf("  MISSING  %s%n", what);
        out.printf("           %s%n", where);
    }

    /** Adds a line to the table at the end. */
    void stage(String name, Instant from, Instant to) {
        stages.add(new Stage(name, Duration.between(from, to)));
    }

    void table() {
        out.printf("%n%-46s %9s%n", "stage", "ms");
        stages.forEach(stage -> out.printf(
                Locale.ROOT,
                "%-46s %,9d%n",
                stage.name(),
                Math.max(0, stage.duration().toMillis())));
    }

    /** Prints the summary. Returns true if all steps succeeded. */
    boolean close() {
        out.printf("%ndemo: %d of %d steps seen%n", seen, expected);
        out.flush();
        return seen == expected;
    }
}
