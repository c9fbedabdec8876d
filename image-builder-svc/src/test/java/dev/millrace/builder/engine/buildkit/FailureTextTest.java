package dev.millrace.builder.engine.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class FailureTextTest {
    static final List<Arguments> OUTPUTS = List.of(
            arguments("""
                    #5 0.078 no such luck
                    Dockerfile:3
                    --------------------
                       3 | >>> RUN exit 3
                    --------------------
                    error: failed to solve: process "/bin/sh -c exit 3" did not complete successfully: exit code: 3
                    """, "Dockerfile:3: process \"/bin/sh -c exit 3\" did not complete successfully: exit code: 3"),
            arguments(
                    "error: failed to solve: dockerfile parse error on line 3: unknown instruction: FOO\n",
                    "dockerfile parse error on line 3: unknown instruction: FOO"),
            arguments(
                    "error: failed to solve: source \"https://x.example/f\" denied by policy: source denied by policy\n",
                    "fetching https://x.example/f is not allowed; add the file to the repository, or its host to"
                            + " millrace.builder.buildkit.download-hosts"),
            arguments(
                    """
                    Dockerfile:9
                    --------------------
                    error: failed to solve: process "/bin/sh -c make" did not complete successfully: exit code: 137
                    """,
                    "Dockerfile:9: process \"/bin/sh -c make\" did not complete successfully: exit code: 137; it was killed,"
                            + " possibly at its memory limit"));

    @ParameterizedTest
    @FieldSource("OUTPUTS")
    void theReasonIsOneSentenceWithTheLineOfTheDockerfile(String output, String reason) {
        FailureText text = new FailureText("linux/arm64");

        output.lines().forEach(text::accept);

        assertThat(text.reason(Optional.empty())).contains(reason);
    }

    @Test
    void aPlatformThatCannotRunIsNamed() {
        FailureText text = new FailureText("linux/arm64");

        text.accept("error: failed to solve: process \"/tool\" did not complete: exec /tool: exec format error");

        assertThat(text.reason(Optional.empty()).orElseThrow()).contains("linux/arm64", "emulator", "$BUILDPLATFORM");
    }

    @Test
    void aLimitThatWasReachedIsNamed() {
        FailureText text = new FailureText("linux/amd64");

        text.accept(
                "error: failed to solve: process \"/bin/sh -c make\" did not complete successfully: exit code: 137");

        assertThat(text.reason(Optional.of("64 MiB of memory")))
                .contains(
                        "process \"/bin/sh -c make\" did not complete successfully: exit code: 137; it reached its limit of"
                                + " 64 MiB of memory");
    }

    @Test
    void theStatusIsThatOfTheCommand() {
        FailureText text = new FailureText("linux/amd64");

        text.accept("error: failed to solve: process \"/bin/sh -c x\" did not complete successfully: exit code: 42");

        assertThat(text.exitStatus()).contains(42);
    }

    @Test
    void aCommandOfSeveralLinesHasItsStatus() {
        FailureText text = new FailureText("linux/amd64");

        text.accept("error: failed to solve: process \"/bin/sh -c <<EOF");
        text.accept("  make");
        IntStream.range(0, 200).forEach(line -> text.accept("more"));
        text.accept("EOF\" did not complete successfully: exit code: 42");

        assertThat(text.exitStatus()).contains(42);
        assertThat(text.reason(Optional.empty()).orElseThrow()).startsWith("process \"/bin/sh -c <<EOF make more");
    }

    @Test
    void anOutputWithoutAnErrorHasNoReason() {
        FailureText text = new FailureText("linux/amd64");

        text.accept("#1 DONE 0.0s");

        assertThat(text.reason(Optional.empty())).isEmpty();
        assertThat(text.exitStatus()).isEmpty();
    }

    @Test
    void aLongReasonIsShortened() {
        FailureText text = new FailureText("linux/amd64");

        text.accept("error: failed to solve: " + "x".repeat(5000));

        assertThat(text.reason(Optional.empty()).orElseThrow()).hasSize(601);
    }
}
