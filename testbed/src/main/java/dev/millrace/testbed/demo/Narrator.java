package dev.millrace.testbed.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells the story, and keeps the account of what was seen. */
final class Narrator {
    private record Stage(String name, Duration took) {}

    private final PrintStream out;
    private final List<Stage> stages = new ArrayList<>();
    private int asked;
    private int seen;

    Narrator(PrintStream out) {
        this.out = out;
    }

    void chapter(String title) {
        out.printf("%n%s%n", title);
    }

    void say(String line) {
        out.printf("          %s%n", line);
    }

    /** A step that was seen. */
    void seen(String what, Instant cause, Instant at) {
        asked++;
        seen++;
        out.printf(
                Locale.ROOT,
                "%+7d ms  %s%n",
                Math.max(0, Duration.between(cause, at).toMillis()),
                what);
    }

    /** A step that was not. */
    void missing(String what, String where) {
        asked++;
        out.printf("  MISSING  %s%n", what);
        out.printf("           %s%n", where);
    }

    /** A line of the table at the end. */
    void stage(String name, Instant from, Instant to) {
        stages.add(new Stage(name, Duration.between(from, to)));
    }

    void table() {
        out.printf("%n%-46s %9s%n", "stage", "ms");
        stages.forEach(stage -> out.printf(
                Locale.ROOT,
                "%-46s %,9d%n",
                stage.name(),
                Math.max(0, stage.took().toMillis())));
    }

    /** The last line. */
    boolean close() {
        out.printf("%ndemo: %d of %d steps seen%n", seen, asked);
        out.flush();
        return seen == asked;
    }
}
