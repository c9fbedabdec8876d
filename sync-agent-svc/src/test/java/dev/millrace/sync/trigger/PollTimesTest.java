package dev.millrace.sync.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollTimesTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final PollTimes times = new PollTimes(NOON);

    @Test
    void asksEveryMinuteGiveOrTakeATenth() {
        assertThat(times.isDue("a", NOON, Instant.EPOCH, MINUTE)).isTrue();

        assertThat(times.isDue("a", NOON.plusSeconds(53), Instant.EPOCH, MINUTE))
                .isFalse();
        assertThat(times.isDue("a", NOON.plusSeconds(67), Instant.EPOCH, MINUTE))
                .isTrue();
        assertThat(times.isDue("a", NOON.plusSeconds(68), Instant.EPOCH, MINUTE))
                .isFalse();
    }

    @Test
    void aFetchInBetweenPutsItOff() {
        assertThat(times.isDue("a", NOON.plusSeconds(67), NOON.plusSeconds(60), MINUTE))
                .isFalse();
        assertThat(times.isDue("a", NOON.plusSeconds(127), NOON.plusSeconds(60), MINUTE))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"PT0S,PT1S", "PT0.01S,PT1S", "PT0.05S,PT5S", "PT0.1S,PT10S", "PT3S,PT10S", "PT2H,PT10S"})
    void aSlowGroupingPostponesTheNextOneByTenSecondsAtMost(Duration work, Duration pause) {
        assertThat(PollTimes.pauseAfterGrouping(work)).isEqualTo(pause);
    }

    @Test
    void whatAlwaysMeansTheSameIsNeverAskedFor() {
        assertThat(times.isDue("a", NOON, Instant.MAX, MINUTE)).isFalse();
    }

    @Test
    void mirrorsArePackedNowAndThenIfNothingElseIsToBeDone() {
        assertThat(times.isTimeToTidy(NOON.plusSeconds(599), true)).isFalse();
        assertThat(times.isTimeToTidy(NOON.plusSeconds(700), false)).isFalse();
        assertThat(times.isTimeToTidy(NOON.plusSeconds(701), true)).isTrue();
        assertThat(times.isTimeToTidy(NOON.plusSeconds(702), true)).isFalse();
        assertThat(times.isTimeToTidy(NOON.plusSeconds(1301), true)).isTrue();
    }

    @Test
    void manyAreNotAskedAtOnce() {
        Set<Integer> seconds = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            String repository = "r" + i;
            for (int second = 50; second < 70; second++) {
                if (times.isDue(repository, NOON.plusSeconds(second), NOON, MINUTE)) {
                    seconds.add(second);
                }
            }
        }

        assertThat(seconds).hasSizeGreaterThan(5).allMatch(second -> second >= 54 && second <= 66);
    }
}
