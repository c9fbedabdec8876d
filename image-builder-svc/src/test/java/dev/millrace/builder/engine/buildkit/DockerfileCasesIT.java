package dev.millrace.builder.engine.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.engine.BuildOutcome;
import dev.millrace.builder.engine.NamedContext;
import dev.millrace.builder.engine.OciLayout;
import dev.millrace.builder.engine.TestBuild;
import dev.millrace.builder.engine.TestBuildkit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Everyday Dockerfiles: each folder of {@code dockerfile-cases} has a {@code context}, and a {@code case.txt} with the name of the Dockerfile,
 * options, and, if it must fail, parts of the reason. The RUN lines check what they got.
 */
class DockerfileCasesIT {
    private static final Path CASES_FOLDER = Path.of("src/test/resources/dockerfile-cases");
    private static final String SECRET = "s3cr3t-token";

    static final List<String> CASES = cases();

    @SuppressWarnings("NullAway.Init")
    private static Buildkit engine;

    @SuppressWarnings("NullAway.Init")
    private static OciLayout base;

    @BeforeAll
    static void start() throws Exception {
        engine = TestBuildkit.start(TestBuildkit.home("DockerfileCasesIT"));
        base = TestBuild.base(engine, TestBuildkit.home("DockerfileCasesIT").resolve("base"));
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void anEverydayDockerfileIsBuiltOrRefusedWithItsLine(String name) throws Exception {
        Path folder = CASES_FOLDER.resolve(name).toAbsolutePath();
        List<String> lines = Files.readAllLines(folder.resolve("case.txt"));
        TestBuild build = TestBuild.on(engine, base);
        values(lines, "options: ")
                .flatMap(line -> Stream.of(line.split(" ")))
                .forEach(option -> apply(option, folder, build));
        List<String> reasons = values(lines, "fails: ").toList();
        Path dockerfile = folder.resolve("context")
                .resolve(values(lines, "dockerfile: ").findFirst().orElseThrow())
                .normalize();

        BuildOutcome outcome = build.run(folder.resolve("context"), dockerfile);

        if (reasons.isEmpty()) {
            assertThat(outcome).as(build.output()).isInstanceOf(BuildOutcome.Built.class);
        } else {
            assertThat(build.reason(outcome)).contains(reasons);
        }
    }

    private static Stream<String> values(List<String> lines, String key) {
        return lines.stream().filter(line -> line.startsWith(key)).map(line -> line.substring(key.length()));
    }

    private static void apply(String option, Path folder, TestBuild build) {
        String[] parts = option.split("=", 3);
        switch (parts[0]) {
            case "--build-context" ->
                build.with(parts[1], new NamedContext.Folder(Path.of(parts[2].replace("@D@", folder.toString()))));
            case "--secret" -> build.secret(parts[2].replaceFirst(",.*", ""), SECRET);
            case "--build-arg" -> build.arg(parts[1], parts[2]);
            case "--target" -> build.target(parts[1]);
            case "--platform" -> build.platforms(parts[1].split(","));
            default -> throw new IllegalArgumentException("an unknown option in case.txt: " + option);
        }
    }

    private static List<String> cases() {
        try (Stream<Path> folders = Files.list(CASES_FOLDER)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
