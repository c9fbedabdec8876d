package dev.millrace.builder.publish;

import dev.millrace.builder.junit.JUnitOutcome;
import dev.millrace.builder.junit.TestArchive;
import dev.millrace.builder.junit.TestCounts;
import dev.millrace.events.BuildFailed;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The failure of a test, from its exported result. */
public final class TestFailure {
    private static final int MAX_COMMAND = 200;
    private static final int MAX_NAME = 100;

    private TestFailure() {}

    /**
     * Returns the failure: that of a command, or reports that are missing or unreadable after all commands have passed. Test cases that their tool
     * reports as failed are no failure by themselves.
     *
     * @param doing the operation, such as {@code testing registry.example/shop/web}
     * @param junit the place of the reports; absent if the test has none
     * @param reachedLimit the limit of the build that a command reached
     * @param redacted hides credentials: the names of test cases come from commands that may have read some
     */
    public static Optional<BuildFailure> of(
            String doing,
            TestArchive result,
            Optional<String> junit,
            Optional<String> reachedLimit,
            UnaryOperator<String> redacted) {
        if (result.failure().isPresent()) {
            TestArchive.FailedCommand command = result.failure().get();
            String reason = doing + " failed: the command '" + shortened(redacted.apply(command.command()), MAX_COMMAND)
                    + "' ended with status "
                    + command.exitStatus()
                    + reachedLimit
                            .map(limit -> "; it reached its limit of " + limit)
                            .orElse("")
                    + junit.map(place -> "; " + cases(result.reports(), redacted))
                            .orElse("");
            return Optional.of(new BuildFailure(BuildFailed.Stage.TEST, Optional.of(command.exitStatus()), reason));
        }
        return junit.flatMap(place -> result.reports() instanceof JUnitOutcome.Unreadable(String reason)
                ? Optional.of(BuildFailure.of(
                        BuildFailed.Stage.TEST,
                        redacted.apply(doing + " failed: its commands passed, but " + reason + "; 'junit' is " + place
                                + ": correct it or remove it")))
                : Optional.empty());
    }

    private static String cases(JUnitOutcome reports, UnaryOperator<String> redacted) {
        return switch (reports) {
            case JUnitOutcome.Unreadable(String reason) -> redacted.apply(reason);
            case JUnitOutcome.Counted(TestCounts counts, var failing) ->
                counts.failed() + " of " + counts.total() + " test cases failed"
                        + failing.stream()
                                .map(name -> shortened(redacted.apply(name), MAX_NAME))
                                .collect(Collectors.joining(", ", failing.isEmpty() ? "" : ": ", ""))
                        + (counts.failed() > failing.size() && !failing.isEmpty() ? ", …" : "");
        };
    }

    private static String shortened(String text, int max) {
        String line = text.strip()
                .lines()
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .collect(Collectors.joining(" "));
        return line.length() > max ? line.substring(0, max) + "…" : line;
    }
}
