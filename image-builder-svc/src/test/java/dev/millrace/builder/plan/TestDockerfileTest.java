package dev.millrace.builder.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.builder.configuration.spec.BuildAccess;
import dev.millrace.builder.configuration.spec.ImageTest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class TestDockerfileTest {
    private static final String RUNNER = "[\"/bin/sh\", \"-c\", \"[ -s /millrace/status ] && exit 0; \\\"\\u0024@\\\";"
            + " s=\\u0024?; [ \\u0024s -eq 0 ] || { for c; do :; done; printf '%s\\\\n%s' \\u0024s \\\"\\u0024c\\\" >"
            + " /millrace/status || exit \\u0024s; }\", \"millrace\", ";
    private static final String STATUS = "COPY --chmod=0777 <<status <<salt /millrace/\nstatus\nabc\nsalt\n";

    /** A place of reports, and the pattern that is copied. */
    static final List<Arguments> PLACES = List.of(
            arguments("/out/report.xml", "/out/report.xm[l]"),
            arguments("/out", "/out/**/*.xml"),
            arguments("out/", "/out/**/*.xml"),
            arguments("/src/*/target/surefire-reports", "/src/*/target/surefire-reports/**/*.xml"),
            arguments("/src/**/TEST-*.xml", "/src/**/TEST-*.xm[l]"));

    @Test
    void commandsRunOneByOneOnTheFilesOfTheContext() {
        ImageTest.Commands test =
                new ImageTest.Commands("golang:1.25", List.of("go vet ./...", "go test"), Optional.of("out"));

        assertThat(TestDockerfile.of(test, BuildAccess.NONE, "abc"))
                .isEqualTo("FROM golang:1.25 AS millrace-test\nUSER 0\n" + STATUS + """
                WORKDIR /millrace/work
                COPY . .
                RUN %1$s"/bin/sh", "-ec", "go vet ./..."]
                RUN %1$s"/bin/sh", "-ec", "go test"]
                FROM scratch AS millrace-result
                COPY --from=millrace-test /millrace/status /status
                COPY --parents --from=millrace-test /millrace/work/out/**/*.xml /reports/
                """.formatted(RUNNER));
    }

    @Test
    void aCommandCannotBeginAnotherInstructionOrAHereDocument() {
        ImageTest.Commands test = new ImageTest.Commands(
                "a", List.of("echo \"$A\" \\\nRUN --security=insecure id <<EOF\nEOF"), Optional.empty());

        assertThat(TestDockerfile.of(test, BuildAccess.NONE, "abc").lines())
                .containsExactly(
                        "FROM a AS millrace-test",
                        "USER 0",
                        "COPY --chmod=0777 <<status <<salt /millrace/",
                        "status",
                        "abc",
                        "salt",
                        "WORKDIR /millrace/work",
                        "COPY . .",
                        "RUN " + RUNNER
                                + "\"/bin/sh\", \"-ec\", \"echo \\\"\\u0024A\\\" \\\\\\nRUN --security=insecure id"
                                + " \\u003c\\u003cEOF\\nEOF\"]",
                        "FROM scratch AS millrace-result",
                        "COPY --from=millrace-test /millrace/status /status");
    }

    @Test
    void eachCommandGetsTheSecretsAndKeysOfTheImage() {
        ImageTest.Commands test = new ImageTest.Commands("a", List.of("make"), Optional.empty());

        assertThat(TestDockerfile.of(test, new BuildAccess(List.of("npm"), List.of("default")), "abc"))
                .contains("RUN --mount=type=secret,id=npm --mount=type=ssh,id=default [\"/bin/sh\"");
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("PLACES")
    void reportsOfAStageAreAFurtherStage(String junit, String pattern) {
        ImageTest.Stage test = new ImageTest.Stage("unit", Optional.of(junit));

        assertThat(TestDockerfile.of("FROM a AS unit\nRUN test\n\n", test, "abc"))
                .isEqualTo("FROM a AS unit\n" + STATUS + "SHELL " + RUNNER + "\"/bin/sh\", \"-c\"]\n"
                        + """
                RUN test
                FROM scratch AS millrace-result
                COPY --from=unit /millrace/status /status
                COPY --parents --from=unit %s /reports/
                """.formatted(pattern));
    }
}
