package dev.millrace.builder.engine.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.engine.LayoutContent;
import dev.millrace.builder.engine.NamedContext;
import dev.millrace.builder.engine.OciLayout;
import dev.millrace.builder.engine.Recipe.Attestation;
import dev.millrace.builder.engine.TestBuild;
import dev.millrace.builder.engine.TestBuildkit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same commit gives the same image, on each instance and at any time. */
class SameDigestIT {
    @TempDir
    Path folder = Path.of("");

    @Test
    void twoBuildsOnEmptyCachesGiveTheSameDigest() throws Exception {
        OciLayout first = built("first", Instant.parse("2026-05-05T00:00:00Z"));
        OciLayout second = built("second", Instant.parse("2026-06-06T00:00:00Z"));

        assertThat(second.digest()).isEqualTo(first.digest());
        assertThat(second.folder()).isNotEqualTo(first.folder());
    }

    private OciLayout built(String name, Instant modified) throws Exception {
        Path context = Files.createDirectories(folder.resolve(name));
        Path file = Files.writeString(context.resolve("app"), "text\n");
        Files.setLastModifiedTime(file, FileTime.from(modified));
        Files.writeString(context.resolve("Dockerfile"), """
                FROM %s
                COPY app /app
                RUN mkdir /made && touch /made/now && ln -s now /made/link
                WORKDIR /made/more
                """.formatted(TestBuild.BASE));
        try (Buildkit engine = TestBuildkit.start(TestBuildkit.home("SameDigestIT-" + name))) {
            OciLayout base = TestBuild.base(engine, folder.resolve("base-" + name));
            return TestBuild.on(engine, base).image(context);
        }
    }

    @Test
    void aCommandIsNotRunAgainForALaterCommit() throws Exception {
        String dockerfile = "FROM " + TestBuild.BASE + "\nRUN cat /proc/sys/kernel/random/uuid > /id\n";
        try (Buildkit engine = TestBuildkit.start(TestBuildkit.home("SameDigestIT-later"))) {
            OciLayout base = TestBuild.base(engine, folder.resolve("base-later"));
            TestBuild build = TestBuild.on(engine, base);
            build.image(dockerfile);
            String first = build.output();

            build.committedAt(Instant.parse("2026-04-01T00:00:00Z")).image(dockerfile);

            assertThat(build.output().substring(first.length())).containsPattern("RUN cat .*\n#[0-9]+ CACHED");
        }
    }

    @Test
    void provenanceAndSeveralPlatformsComeInOneIndex() throws Exception {
        try (Buildkit engine = TestBuildkit.start(TestBuildkit.home("SameDigestIT-index"))) {
            OciLayout image = new TestBuild(engine)
                    .with("files", new NamedContext.Folder(Files.createDirectories(folder.resolve("files/x"))))
                    .platforms("linux/amd64", "linux/arm64")
                    .attest(Attestation.PROVENANCE)
                    .image("FROM scratch\nCOPY --from=files . /\n");

            assertThat(LayoutContent.platforms(image))
                    .containsExactlyInAnyOrder("linux/amd64", "linux/arm64", "unknown/unknown", "unknown/unknown");
        }
    }
}
