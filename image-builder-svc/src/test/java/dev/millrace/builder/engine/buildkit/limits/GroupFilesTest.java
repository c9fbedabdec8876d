package dev.millrace.builder.engine.buildkit.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.builder.engine.Recipe.Resources;
import dev.millrace.builder.engine.buildkit.limits.GroupFiles.Version;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class GroupFilesTest {
    private static final Optional<Long> NONE = Optional.empty();

    /** A version, limits, and the files that get them. */
    static final List<Arguments> FILES = List.of(
            arguments(Version.V1, Resources.UNLIMITED, List.of()),
            arguments(
                    Version.V1,
                    new Resources(Optional.of(64L << 20), NONE, NONE, NONE),
                    List.of("memory/memory.limit_in_bytes=67108864", "memory/memory.memsw.limit_in_bytes=68157440?")),
            arguments(
                    Version.V2,
                    new Resources(Optional.of(64L << 20), NONE, NONE, NONE),
                    List.of("memory/memory.max=67108864", "memory/memory.swap.max=0?")),
            arguments(
                    Version.V1,
                    new Resources(NONE, Optional.of(1500L), NONE, NONE),
                    List.of("cpu/cpu.cfs_period_us=100000", "cpu/cpu.cfs_quota_us=150000")),
            arguments(
                    Version.V2,
                    new Resources(NONE, Optional.of(1500L), NONE, NONE),
                    List.of("cpu/cpu.max=150000 100000")),
            arguments(Version.V2, new Resources(NONE, Optional.of(1L), NONE, NONE), List.of("cpu/cpu.max=1000 100000")),
            arguments(Version.V1, new Resources(NONE, NONE, Optional.of(40L), NONE), List.of("pids/pids.max=40")),
            arguments(Version.V2, new Resources(NONE, NONE, Optional.of(40L), NONE), List.of("pids/pids.max=40")),
            arguments(Version.V2, new Resources(NONE, NONE, NONE, Optional.of(1L)), List.of()));

    /** Limits, the counters before and after, and the limit that was reached. */
    static final List<Arguments> REACHED = List.of(
            arguments(all(), new Counters(0, 5, 0, 0), new Counters(9, 5, 0, 20), ""),
            arguments(all(), new Counters(0, 5, 0, 0), new Counters(0, 6, 0, 20), ""),
            arguments(all(), new Counters(0, 5, 0, 0), new Counters(9, 6, 0, 20), "64 MiB of memory (limits.memory)"),
            arguments(all(), Counters.NONE, new Counters(0, 0, 1, 0), "40 processes and threads (limits.processes)"),
            arguments(all(), Counters.NONE, new Counters(0, 0, 0, 40), "40 processes and threads (limits.processes)"),
            arguments(all(), new Counters(0, 0, 0, 40), new Counters(0, 0, 0, 40), ""),
            arguments(Resources.UNLIMITED, Counters.NONE, new Counters(9, 9, 9, 9), ""));

    private static Resources all() {
        return new Resources(Optional.of(64L << 20), Optional.of(500L), Optional.of(40L), Optional.of(1L << 30));
    }

    @ParameterizedTest(name = "{0} {1}")
    @FieldSource("FILES")
    void eachVersionHasItsFiles(Version version, Resources limits, List<String> files) {
        assertThat(GroupFiles.of(version, limits))
                .extracting(
                        one -> one.controller() + "/" + one.file() + "=" + one.value() + (one.isOptional() ? "?" : ""))
                .isEqualTo(files);
    }

    @Test
    void theNameIsThatOfTheLimits() {
        assertThat(GroupFiles.name(all())).isEqualTo("build-cpu500-memory67108864-pids40");
        assertThat(GroupFiles.name(Resources.UNLIMITED)).isEqualTo("build");
    }

    @ParameterizedTest(name = "{1} to {2}: {3}")
    @FieldSource("REACHED")
    void theLimitThatWasReachedIsNamed(Resources limits, Counters before, Counters after, String reached) {
        assertThat(after.reachedSince(before, limits).orElse("")).isEqualTo(reached);
    }
}
