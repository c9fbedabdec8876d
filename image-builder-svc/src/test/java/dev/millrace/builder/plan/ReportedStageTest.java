package dev.millrace.builder.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class ReportedStageTest {
    private static final String SH = "\"/bin/sh\", \"-c\"]";
    private static final String BASH = "\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]";

    /** A Dockerfile, and the shells of its stage {@code test} in their order. */
    static final List<Arguments> SHELLS = List.of(
            arguments("FROM a AS test\nRUN x", List.of(SH)),
            arguments("from a as TEST\nRUN x", List.of(SH)),
            arguments("FROM a AS b\nSHELL [" + BASH + "\nFROM b AS test\nRUN x", List.of(BASH)),
            arguments("FROM a AS b\nSHELL [" + BASH + "\nFROM b AS c\nFROM c AS test", List.of(BASH)),
            arguments("FROM a AS b\nSHELL [" + BASH + "\nFROM a AS test", List.of(SH)),
            arguments("FROM a AS test\nRUN x\nSHELL [" + BASH + "\nRUN y", List.of(SH, BASH)),
            arguments("FROM a AS test\nSHELL [\\\n" + BASH + "\nRUN y", List.of(SH, BASH)),
            arguments("FROM a AS b\nRUN <<EOF\nFROM x AS test\nEOF\nFROM --platform=x b AS test", List.of(SH)),
            arguments("FROM a AS b\nRUN echo \"<<EOF\"\nFROM b AS test", List.of(SH)),
            arguments("FROM a AS b\nRUN x \\\n# FROM no\n\n  y\nFROM b AS test\nRUN z", List.of(SH)),
            arguments("# escape=`\nFROM a AS b\nRUN x `\nFROM b AS no\nFROM b AS test", List.of(SH)),
            arguments("FROM a AS b\nFROM b AS c", List.of()));

    @ParameterizedTest
    @FieldSource("SHELLS")
    void theShellOfTheStageRunsInTheRunner(String dockerfile, List<String> shells) {
        String runner = ReportedStage.inRunner(List.of("")).replace("\"\"]", "");
        String rewritten = ReportedStage.in(dockerfile, "test", "abc");

        assertThat(rewritten
                        .lines()
                        .filter(line -> line.startsWith("SHELL " + runner))
                        .map(line -> line.substring(("SHELL " + runner).length())))
                .containsExactlyElementsOf(shells);
        assertThat(rewritten.contains("<<status")).isEqualTo(!shells.isEmpty());
    }

    @Test
    void everythingElseStaysAsItIs() {
        String dockerfile =
                "# syntax=x\n\nFROM a AS build\r\nRUN <<EOF\nSHELL [\"x\"]\nEOF\n\nFROM b AS test\nRUN [\"x\"]\n";

        String rewritten = ReportedStage.in(dockerfile, "test", "abc");

        assertThat(rewritten)
                .startsWith("# syntax=x\n\nFROM a AS build\r\nRUN <<EOF\nSHELL [\"x\"]\nEOF\n\nFROM b AS test\n");
        assertThat(rewritten).endsWith("\nRUN [\"x\"]\n");
    }

    @Test
    @Timeout(60)
    void aHostileDockerfileIsReadInLinearTime() {
        String documents = "RUN <<NONE\n".repeat(200_000);
        String stages = "FROM a AS a\n".repeat(100_000);

        assertThat(ReportedStage.in(documents, "test", "abc")).isEqualTo(documents);
        assertThat(ReportedStage.in(stages, "test", "abc")).isEqualTo(stages);
    }
}
