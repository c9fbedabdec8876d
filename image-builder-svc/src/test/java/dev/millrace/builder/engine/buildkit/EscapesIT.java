package dev.millrace.builder.engine.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.engine.OciLayout;
import dev.millrace.builder.engine.TestBuild;
import dev.millrace.builder.engine.TestBuildkit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command of a build sees nothing of the service, of its host, and of the builds of other repositories. */
class EscapesIT {
    private static final String FROM = "FROM " + TestBuild.BASE + "\n";

    @SuppressWarnings("NullAway.Init")
    private static Buildkit engine;

    @SuppressWarnings("NullAway.Init")
    private static OciLayout base;

    @BeforeAll
    static void start() throws Exception {
        engine = TestBuildkit.start(TestBuildkit.home("EscapesIT"));
        base = TestBuild.base(engine, TestBuildkit.home("EscapesIT").resolve("base"));
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static TestBuild build() {
        return TestBuild.on(engine, base);
    }

    @Test
    void theProcessesAndTheEnvironmentOfTheServiceAreInvisible() {
        TestBuild build = build();

        build.image(
                FROM
                        + "RUN cat /proc/[0-9]*/comm; env; ls /dev/shm; find / -xdev -type s; ls -l /dev | grep ^s || echo no-sockets\n");

        assertThat(build.printed())
                .contains("sh", "no-sockets")
                .noneMatch(line -> line.matches(".*\\b(java|buildkitd|buildctl|runc|unshare)\\b.*"))
                .noneMatch(line ->
                        line.contains("JAVA_HOME") || line.contains("DOCKER_CONFIG") || line.contains("millrace"));
    }

    @Test
    void theDisksOfTheHostCannotBeReadThroughADevice() {
        String reason = build().failure(FROM
                + "RUN while read -r major minor size name; do case $major in [0-9]*) mknod /dev/d-$name b $major $minor;"
                + " dd if=/dev/d-$name of=/x bs=512 count=1 && exit 0;; esac; done < /proc/partitions; exit 77\n");

        assertThat(reason).contains("exit code: 77");
    }

    @Test
    void aBindMountThroughALinkOfAnotherStageStaysInThatStage(@TempDir Path host) throws Exception {
        Path marker = Files.writeString(host.resolve("of-the-host"), "secret of the host");
        TestBuild build = build();

        build.run("""
                FROM %1$s AS links
                RUN ln -s / /root-link && ln -s ../../../../../../../.. /up-link && ln -s %2$s /host-link
                FROM %1$s
                RUN --mount=type=bind,from=links,source=/root-link,target=/m cat /m%2$s/of-the-host || echo absent-1
                RUN --mount=type=bind,from=links,source=/up-link,target=/m cat /m%2$s/of-the-host || echo absent-2
                """.formatted(TestBuild.BASE, host));
        build.run("""
                FROM %1$s AS links
                RUN ln -s %2$s /host-link
                FROM %1$s
                RUN --mount=type=bind,from=links,source=/host-link,target=/m cat /m/of-the-host
                """.formatted(TestBuild.BASE, host));

        assertThat(marker).hasContent("secret of the host");
        assertThat(build.printed()).contains("absent-1", "absent-2").doesNotContain("secret of the host");
    }

    @Test
    void aCacheMountWhoseIdLeadsUpwardsShowsNothingOfTheHost() {
        TestBuild build = build();

        build.run(FROM
                + "RUN --mount=type=cache,id=../../../../../../etc,target=/c ls -A /c | sed 's/^/found-/'; echo end\n");
        build.run(FROM
                + "RUN --mount=type=cache,id=x,source=../../../..,target=/c ls -A /c | sed 's/^/found-/'; echo end\n");

        assertThat(build.printed()).contains("end").noneMatch(line -> line.startsWith("found-"));
    }

    @Test
    void theCacheMountsOfAnotherRepositoryAreInvisible() {
        String write = FROM + "RUN --mount=type=cache,id=npm,target=/c echo of-a > /c/f\n";
        String read = FROM + "RUN --mount=type=cache,id=npm,target=/c test ! -e /c/f\n";
        build().namespace("a").image(write);

        build().namespace("b").image(read);

        assertThat(build().namespace("a").failure(read)).contains("exit code: 1");
    }

    @Test
    void anArgumentCannotOpenTheCacheMountsOfAnotherRepository() {
        build().namespace("a").image(FROM + "RUN --mount=type=cache,id=stolen,target=/c echo to-be-stolen > /c/f\n");
        TestBuild thief = build().namespace("b").arg("BUILDKIT_CACHE_MOUNT_NS", "a");

        thief.image(FROM + "RUN --mount=type=cache,id=stolen,target=/c test ! -e /c/f\n"
                + "RUN --mount=type=cache,id=a/stolen,target=/c test ! -e /c/f\n");

        assertThat(thief.output()).contains("DONE");
    }

    @Test
    void aLayerMadeWithTheSecretOfAnotherRepositoryIsNotReused() {
        String dockerfile = FROM
                + "RUN --mount=type=secret,id=t cat /run/secrets/t > /made; cat /proc/sys/kernel/random/uuid > /id\n";
        OciLayout first = build().namespace("a").secret("t", "secret-of-a").image(dockerfile);
        OciLayout again = build().namespace("a").secret("t", "secret-of-a").image(dockerfile);

        OciLayout other = build().namespace("b").image(dockerfile);

        assertThat(again.digest()).isEqualTo(first.digest());
        assertThat(other.digest()).isNotEqualTo(first.digest());
    }

    @Test
    void aSecretIsInNoLogHistoryOrFileOfTheImage() throws Exception {
        String canary = "canary-" + UUID.randomUUID();
        TestBuild build = build().secret("token", canary);

        OciLayout image = build.image(FROM
                + "RUN --mount=type=secret,id=token,env=TOKEN test -n \"$TOKEN\" && cp /proc/self/cmdline /c\n"
                + "RUN ! grep -r canary /run /dev/shm /tmp /root\n");

        assertThat(build.output()).doesNotContain(canary);
        try (var blobs = Files.walk(image.folder())) {
            List<Path> files = blobs.filter(Files::isRegularFile).toList();
            assertThat(files).isNotEmpty().noneMatch(file -> contains(file, canary));
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
