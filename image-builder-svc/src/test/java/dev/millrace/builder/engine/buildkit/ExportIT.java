package dev.millrace.builder.engine.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.engine.ExportOutcome;
import dev.millrace.builder.engine.ImageEngine.TarFile;
import dev.millrace.builder.engine.Network;
import dev.millrace.builder.engine.OciLayout;
import dev.millrace.builder.engine.TestBuild;
import dev.millrace.builder.engine.TestBuildkit;
import dev.millrace.builder.engine.ToolOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a stage are exported into one file of bounded size. */
class ExportIT {
    @SuppressWarnings("NullAway.Init")
    private static Buildkit engine;

    @SuppressWarnings("NullAway.Init")
    private static OciLayout base;

    @TempDir
    Path folder = Path.of("");

    @BeforeAll
    static void start() throws Exception {
        engine = TestBuildkit.start(
                TestBuildkit.settings(TestBuildkit.home("ExportIT"), Network.NONE, TestBuildkit.LIMITS));
        base = TestBuild.base(engine, TestBuildkit.home("ExportIT").resolve("base"));
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private ExportOutcome export(String command, TarFile target) throws IOException {
        Path context = Files.createDirectories(folder.resolve("context"));
        Path dockerfile = Files.writeString(context.resolve("Dockerfile"), """
                FROM %s AS work
                RUN %s
                FROM scratch AS result
                COPY --parents --from=work /out /files/
                """.formatted(TestBuild.BASE, command));
        return TestBuild.on(engine, base).network(Network.NONE).export(context, dockerfile, "result", target);
    }

    @Test
    void theFilesOfAStageAreInTheFile() throws Exception {
        TarFile target = new TarFile(folder.resolve("result.tar"), 1 << 20);

        ExportOutcome outcome = export("mkdir -p /out/a && echo b > /out/a/b && ln -s /etc /out/link", target);

        assertThat(outcome).isEqualTo(new ExportOutcome.Exported(Optional.empty()));
        assertThat(names(target.path())).contains("files/out/a/b", "files/out/link");
        assertThat(folder).isDirectoryNotContaining(file -> file.endsWith("files"));
    }

    @Test
    void filesThatDoNotFitAreAFailure() throws Exception {
        TarFile target = new TarFile(folder.resolve("result.tar"), 1 << 20);

        ExportOutcome outcome = export("mkdir /out && head -c 20000000 /dev/zero > /out/x", target);

        assertThat(outcome)
                .isEqualTo(new ExportOutcome.NotExported(
                        new ToolOutcome.Exceeded("1 MiB for the files of the stage result")));
        assertThat(Files.size(target.path())).isLessThanOrEqualTo(target.maxBytes());
    }

    @Test
    void aFailingCommandExportsNothing() throws Exception {
        ExportOutcome outcome = export("exit 7", new TarFile(folder.resolve("result.tar"), 1 << 20));

        assertThat(outcome).isInstanceOfSatisfying(ExportOutcome.NotExported.class, not -> assertThat(not.failure())
                .isInstanceOfSatisfying(ToolOutcome.Failed.class, failed -> assertThat(failed.exitStatus())
                        .isEqualTo(7)));
    }

    private static List<String> names(Path file) throws IOException {
        List<String> names = new ArrayList<>();
        try (TarArchiveInputStream archive = new TarArchiveInputStream(Files.newInputStream(file))) {
            for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }
}
