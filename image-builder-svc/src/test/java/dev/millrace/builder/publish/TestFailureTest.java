package dev.millrace.builder.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.builder.junit.JUnitOutcome;
import dev.millrace.builder.junit.TestArchive;
import dev.millrace.builder.junit.TestArchive.FailedCommand;
import dev.millrace.builder.junit.TestCounts;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class TestFailureTest {
    private static final Optional<FailedCommand> PASSED = Optional.empty();
    private static final Optional<FailedCommand> FAILED = Optional.of(new FailedCommand(3, "go vet\n  go test"));
    private static final JUnitOutcome COUNTED = new JUnitOutcome.Counted(new TestCounts(9, 2, 1), List.of("a.b", "c"));
    private static final JUnitOutcome MORE =
            new JUnitOutcome.Counted(new TestCounts(9, 7, 0), List.of("a", "b", "c", "d", "e"));
    private static final JUnitOutcome NONE = new JUnitOutcome.Unreadable("no JUnit report was written");
    private static final String COMMAND = "testing web failed: the command 'go vet go test' ended with status 3";

    /** A failed command, the reports, their place, and the reason of the failure. */
    static final List<Arguments> RESULTS = List.of(
            arguments(PASSED, NONE, "", ""),
            arguments(PASSED, COUNTED, "out", ""),
            arguments(
                    PASSED,
                    NONE,
                    "out",
                    "testing web failed: its commands passed, but no JUnit report was written; 'junit' is out: correct it or"
                            + " remove it"),
            arguments(FAILED, NONE, "", COMMAND),
            arguments(FAILED, NONE, "out", COMMAND + "; no JUnit report was written"),
            arguments(FAILED, COUNTED, "out", COMMAND + "; 2 of 9 test cases failed: a.b, c"),
            arguments(FAILED, MORE, "out", COMMAND + "; 7 of 9 test cases failed: a, b, c, d, e, …"));

    @ParameterizedTest(name = "{3}")
    @FieldSource("RESULTS")
    void theReasonNamesTheCommandAndTheFailingTestCases(
            Optional<FailedCommand> command, JUnitOutcome reports, String place, String reason) {
        Optional<String> junit = Optional.of(place).filter(one -> !one.isEmpty());

        Optional<BuildFailure> failure =
                TestFailure.of("testing web", new TestArchive(command, reports), junit, Optional.empty(), text -> text);

        assertThat(failure.map(BuildFailure::reason).orElse("")).isEqualTo(reason);
        assertThat(failure.flatMap(BuildFailure::exitStatus)).isEqualTo(command.map(FailedCommand::exitStatus));
    }

    @Test
    void theLimitIsNamedAndCredentialsAreHidden() {
        TestArchive result = new TestArchive(Optional.of(new FailedCommand(137, "login s3cret")), NONE);

        Optional<BuildFailure> failure = TestFailure.of(
                "testing web",
                result,
                Optional.empty(),
                Optional.of("64 MiB of memory"),
                text -> text.replace("s3cret", "***"));

        assertThat(failure.orElseThrow().reason())
                .isEqualTo(
                        "testing web failed: the command 'login ***' ended with status 137; it reached its limit of 64"
                                + " MiB of memory");
    }

    @Test
    void aLongCommandIsShortened() {
        TestArchive result = new TestArchive(Optional.of(new FailedCommand(1, "x".repeat(5000))), NONE);

        assertThat(TestFailure.of("testing web", result, Optional.empty(), Optional.empty(), text -> text)
                        .orElseThrow()
                        .reason())
                .hasSizeLessThan(300);
    }
}
