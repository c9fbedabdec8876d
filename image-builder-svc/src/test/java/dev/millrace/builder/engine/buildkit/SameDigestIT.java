package dev.millrace.builder.engine.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.engine.NamedContext;
import dev.millrace.builder.engine.OciLayout;
import dev.millrace.builder.engine.Recipe;
import dev.millrace.builder.engine.TestBuild;
import dev.millrace.builder.engine.TestBuildkit;
import dev.millrace.builder.registry.push.Attestation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
            return TestBuild.on(engine, base)
                    .attest(Recipe.Attestation.PROVENANCE)
                    .image(context);
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

    @ParameterizedTest
    @ValueSource(strings = {"linux/amd64", "linux/amd64,linux/arm64"})
    void anImageHasTheSameDigestWithAndWithoutItsProvenance(String platforms) throws Exception {
        try (Buildkit engine = TestBuildkit.start(TestBuildkit.home("SameDigestIT-" + platforms.length()))) {
            String dockerfile = "FROM scratch\nARG VERSION\nCOPY --from=files . /\n";
            TestBuild build = new TestBuild(engine)
                    .with("files", new NamedContext.Folder(Files.createDirectories(folder.resolve("files/x"))))
                    .arg("VERSION", "3")
                    .secret("token", "not-in-a-provenance")
                    .platforms(platforms.split(","));
            OciLayout plain = build.image(dockerfile);

            OciLayout first = build.attest(Recipe.Attestation.PROVENANCE).image(dockerfile);
            OciLayout second = build.image(dockerfile);

            assertThat(first.digest()).isEqualTo(plain.digest());
            assertThat(second.digest()).isEqualTo(plain.digest());
            List<Attestation> claims = claims(first);
            assertThat(claims).hasSize(platforms.split(",").length);
            assertThat(claims).isNotEqualTo(claims(second)).allSatisfy(claim -> {
                assertThat(claim.type()).isEqualTo("https://slsa.dev/provenance/v1");
                assertThat(claim.predicate()
                                .at("/buildDefinition/externalParameters/request/args/build-arg:VERSION")
                                .asText())
                        .isEqualTo("3");
                assertThat(claim.predicate().toString()).doesNotContain(folder.toString(), "not-in-a-provenance");
            });
        }
    }

    private static List<Attestation> claims(OciLayout image) {
        return Attestation.in(image.folder(), image.digest());
    }
}
