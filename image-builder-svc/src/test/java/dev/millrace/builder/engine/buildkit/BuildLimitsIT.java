package dev.millrace.builder.engine.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.millrace.builder.engine.Network;
import dev.millrace.builder.engine.OciLayout;
import dev.millrace.builder.engine.TestBuild;
import dev.millrace.builder.engine.TestBuildkit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A build has limits for its memory and its processes, in control groups, and no other network than configured. */
class BuildLimitsIT {
    @SuppressWarnings("NullAway.Init")
    private static Buildkit engine;

    @SuppressWarnings("NullAway.Init")
    private static OciLayout base;

    @BeforeAll
    static void start() throws Exception {
        engine = TestBuildkit.start(TestBuildkit.settings(
                TestBuildkit.home("BuildLimitsIT"), Network.NONE, new BuildLimits(1L << 30, 4, 64L << 20, 40)));
        base = TestBuild.base(engine, TestBuildkit.home("BuildLimitsIT").resolve("base"));
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Test
    void aCommandThatNeedsMoreMemoryIsEnded() {
        String reason = TestBuild.on(engine, base)
                .namespace("limits")
                .network(Network.NONE)
                .failure("FROM " + TestBuild.BASE
                        + "\nRUN head -c 200000000 /dev/zero | tail -c 199999999 | wc -c | grep 199999999\n");

        assertThat(reason).contains("Dockerfile:2", "exit code");
    }

    @Test
    void aCommandThatStartsTooManyProcessesFails() {
        TestBuild build = TestBuild.on(engine, base).namespace("limits").network(Network.NONE);

        String reason = build.failure("FROM " + TestBuild.BASE
                + "\nRUN i=0; while [ $i -lt 100 ]; do sleep 60 & i=$((i + 1)); done; exit 0\n");

        assertThat(reason).contains("Dockerfile:2");
        assertThat(build.output()).contains("can't fork");
    }

    @Test
    void theCacheStaysUnderItsLimit() throws Exception {
        Path home = TestBuildkit.home("BuildLimitsIT-cache");
        BuildLimits limits = new BuildLimits(40L << 20, 4, 512L << 20, 100);
        try (Buildkit other = TestBuildkit.start(TestBuildkit.settings(home, Network.NONE, limits))) {
            OciLayout small = TestBuild.base(other, home.resolve("base"));
            for (int i = 0; i < 6; i++) {
                TestBuild.on(other, small)
                        .network(Network.NONE)
                        .image("FROM " + TestBuild.BASE + "\nRUN head -c 15000000 /dev/urandom > /x" + i + "\n")
                        .delete();
                other.cleanUp();
            }
        }

        assertThat(size(home.resolve("daemon/root"))).isBetween(1L << 20, 60L << 20);
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Test
    void aBuildGetsNoWiderNetworkThanIsConfigured() {
        TestBuild build = TestBuild.on(engine, base).namespace("limits").network(Network.OUTWARD);

        assertThat(catchThrowable(() -> build.run("FROM " + TestBuild.BASE + "\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("millrace.builder.buildkit.network is none");
    }
}
