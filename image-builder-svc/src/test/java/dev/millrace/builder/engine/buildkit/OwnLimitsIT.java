package dev.millrace.builder.engine.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.engine.ImageEngine.Ability;
import dev.millrace.builder.engine.Network;
import dev.millrace.builder.engine.OciLayout;
import dev.millrace.builder.engine.Recipe.Resources;
import dev.millrace.builder.engine.RunningProcesses;
import dev.millrace.builder.engine.TestBuild;
import dev.millrace.builder.engine.TestBuildkit;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A build that asks for limits of its own is held to them, and its failure names the limit. */
class OwnLimitsIT {
    private static final Optional<Long> NONE = Optional.empty();
    private static final String FROM = "FROM " + TestBuild.BASE + "\n";

    @SuppressWarnings("NullAway.Init")
    private static Buildkit engine;

    @SuppressWarnings("NullAway.Init")
    private static OciLayout base;

    @BeforeAll
    static void start() throws Exception {
        engine = TestBuildkit.start(
                TestBuildkit.settings(TestBuildkit.home("OwnLimitsIT"), Network.NONE, TestBuildkit.LIMITS));
        base = TestBuild.base(engine, TestBuildkit.home("OwnLimitsIT").resolve("base"));
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static TestBuild build(Resources resources) {
        return TestBuild.on(engine, base)
                .namespace("own-limits")
                .network(Network.NONE)
                .resources(resources);
    }

    @Test
    void aHostWithControlGroupsHasAllAbilities() {
        assertThat(engine.abilities()).containsExactlyInAnyOrder(Ability.values());
    }

    @Test
    void aBuildAboveItsMemoryFailsWithTheLimit() {
        TestBuild build = build(new Resources(Optional.of(32L << 20), NONE, NONE, NONE));

        String reason =
                build.failure(FROM + "RUN head -c 200000000 /dev/zero | tail -c 199999999 | wc -c | grep 199999999\n");

        assertThat(reason).endsWith("it reached its limit of 32 MiB of memory (limits.memory)");
    }

    @Test
    void aBuildAboveItsProcessesFailsWithTheLimit() {
        TestBuild build = build(new Resources(NONE, NONE, Optional.of(20L), NONE));

        String reason =
                build.failure(FROM + "RUN i=0; while [ $i -lt 50 ]; do sleep 60 & i=$((i + 1)); done; exit 0\n");

        assertThat(reason).endsWith("it reached its limit of 20 processes and threads (limits.processes)");
    }

    @Test
    void aBuildThatWritesTooMuchIsEndedWithAllItsProcesses() {
        TestBuild build = build(new Resources(NONE, NONE, NONE, Optional.of(50L << 20)));

        String reason = build.failure(FROM + "RUN head -c 100000000 /dev/zero > /x; sleep 7535\n");

        assertThat(reason).isEqualTo("exceeded 50 MiB of disk (limits.disk)");
        RunningProcesses.awaitNone("sleep 7535");
    }

    @Test
    void whatACacheMountGetsCounts() {
        TestBuild build = build(new Resources(NONE, NONE, NONE, Optional.of(50L << 20)));

        String reason = build.failure(FROM + "RUN --mount=type=cache,target=/c i=0; while [ $i -lt 7536 ]; do"
                + " head -c 10000000 /dev/zero > /c/$i; i=$((i + 1)); sleep 1; done\n");

        assertThat(reason).isEqualTo("exceeded 50 MiB of disk (limits.disk)");
    }

    @Test
    void aBuildBelowItsLimitsPassesAndIsCachedForTheSameLimits() {
        Resources limits =
                new Resources(Optional.of(64L << 20), Optional.of(1500L), Optional.of(40L), Optional.of(50L << 20));
        TestBuild build = build(limits);
        build.image(FROM + "RUN echo below > /x\n");
        String first = build.output();

        build.image(FROM + "RUN echo below > /x\n");

        assertThat(build.output().substring(first.length())).containsPattern("RUN echo below.*\n#[0-9]+ CACHED");
    }
}
