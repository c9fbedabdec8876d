package dev.millrace.builder.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.configuration.spec.ImageTest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestDockerfileTest {

    @Test
    void commandsRunOneByOneOnTheFilesOfTheContext() {
        ImageTest.Commands test =
                new ImageTest.Commands("golang:1.25", List.of("go vet ./...", "go test"), Optional.of("out"));

        assertThat(TestDockerfile.of(test)).isEqualTo("""
                FROM golang:1.25 AS millrace-test
                WORKDIR /millrace/work
                COPY . .
                RUN ["/bin/sh", "-ec", "go vet ./..."]
                RUN ["/bin/sh", "-ec", "go test"]
                FROM scratch AS millrace-reports
                COPY --from=millrace-test /millrace/work/out /reports/
                """);
    }

    @Test
    void aCommandCannotBeginAnotherInstruction() {
        ImageTest.Commands test =
                new ImageTest.Commands("a", List.of("echo \"$A\" \\\nRUN --security=insecure id"), Optional.empty());

        assertThat(TestDockerfile.of(test)).isEqualTo("""
                FROM a AS millrace-test
                WORKDIR /millrace/work
                COPY . .
                RUN ["/bin/sh", "-ec", "echo \\"$A\\" \\\\\\nRUN --security=insecure id"]
                """);
    }

    @Test
    void reportsOfAStageAreAFurtherStage() {
        ImageTest.Stage test = new ImageTest.Stage("unit", Optional.of("/out/report.xml"));

        assertThat(TestDockerfile.of("FROM a AS unit\nRUN test\n\n", test)).isEqualTo("""
                FROM a AS unit
                RUN test
                FROM scratch AS millrace-reports
                COPY --from=unit /out/report.xml /reports/
                """);
    }
}
