package dev.millrace.builder.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises of each engine. */
public abstract class ImageEngineContract {
    @TempDir
    protected Path folder = Path.of("");

    /** A started engine. */
    protected abstract ImageEngine engine();

    /** The base image, in a folder. */
    protected abstract OciLayout base();

    private TestBuild build() {
        return TestBuild.on(engine(), base());
    }

    @Test
    void anImageIsWrittenAsAFolderWithItsDigest() {
        OciLayout image = build().image("FROM " + TestBuild.BASE + "\nRUN echo hello > /page\n");

        assertThat(image.folder().resolve("oci-layout")).exists();
        assertThat(image.folder()
                        .resolve("blobs/sha256")
                        .resolve(image.digest().value().substring("sha256:".length())))
                .exists();
    }

    @Test
    void anImageHasTheLabelsOfItsRecipe() throws Exception {
        OciLayout image = build().image("FROM " + TestBuild.BASE + "\nLABEL own=yes\n");

        assertThat(LayoutContent.labels(image)).containsEntry("commit", "0123").containsEntry("own", "yes");
    }

    @Test
    void theStatusOfAFailingCommandIsReportedWithItsOutput() {
        TestBuild build = build();

        BuildOutcome outcome = build.run("FROM " + TestBuild.BASE + "\nRUN echo no such luck && exit 3\n");

        assertThat(outcome).isInstanceOfSatisfying(BuildOutcome.NotBuilt.class, not -> assertThat(not.failure())
                .isInstanceOfSatisfying(ToolOutcome.Failed.class, failed -> assertThat(failed.exitStatus())
                        .isEqualTo(3)));
        assertThat(build.output()).contains("no such luck");
    }

    @Test
    void aTestEndsAtItsStage() throws Exception {
        Path context = Files.createDirectories(folder.resolve("staged"));
        Files.writeString(context.resolve("Dockerfile"), """
                FROM %s AS test
                RUN echo tested
                FROM test
                RUN exit 9
                """.formatted(TestBuild.BASE));
        TestBuild build = build();

        ToolOutcome outcome = build.test(context, "test");

        assertThat(outcome).isEqualTo(new ToolOutcome.Succeeded());
        assertThat(build.output()).contains("tested");
    }

    @Test
    void aBuildIsEndedAtItsLimitWithAllItsProcesses() {
        Duration limit = Duration.ofSeconds(6);
        TestBuild build = build().limit(limit);

        BuildOutcome outcome =
                build.run("FROM " + TestBuild.BASE + "\nRUN (sleep 7532 &); setsid sleep 7532 & sleep 7532\n");

        assertThat(outcome).isEqualTo(new BuildOutcome.NotBuilt(new ToolOutcome.TimedOut(limit)));
        RunningProcesses.awaitNone("sleep 7532");
    }

    @Test
    void aCommandThatEndedLeavesNoProcess() {
        build().image("FROM " + TestBuild.BASE + "\nRUN setsid sleep 7533 >/dev/null 2>&1 & echo started\n");

        RunningProcesses.awaitNone("sleep 7533");
    }
}
