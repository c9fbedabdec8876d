package dev.millrace.sync.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An agent that asks before each restoration never fights with another client for long. */
class HealHistoryPropertyTest {
    private static final Instant START = Instant.parse("2030-01-01T12:00:00Z");
    private static final Map<String, String> DIFFERING = Map.of("one", "data.a");

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noObjectIsRestoredMoreThanThreeTimesWithinFiveMinutes(long seed) {
        Random random = new Random(seed);
        HealHistory history = HealHistory.NONE;
        List<Instant> restored = new ArrayList<>();
        Instant now = START;
        for (int i = 0; i < 300; i++) {
            now = now.plusSeconds(random.nextInt(200));
            if (history.permits("one", now)) {
                history = history.healed(DIFFERING, now);
                restored.add(now);
            }
        }

        for (int i = 3; i < restored.size(); i++) {
            assertThat(Duration.between(restored.get(i - 3), restored.get(i)))
                    .as("seed " + seed)
                    .isGreaterThanOrEqualTo(Duration.ofMinutes(5));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theEndOfAPauseIsTheFirstMomentThatPermitsARestoration(long seed) {
        Random random = new Random(seed);
        HealHistory history = HealHistory.NONE;
        Instant now = START;
        for (int i = 0; i < 50; i++) {
            now = now.plusSeconds(random.nextInt(90));
            history = history.healed(DIFFERING, now);
            boolean paused = !history.permits("one", now);
            Instant at = history.pausedUntil("one", now).orElse(now);

            assertThat(at.isAfter(now)).as("seed " + seed).isEqualTo(paused);
            assertThat(history.permits("one", at)).as("seed " + seed).isTrue();
            assertThat(paused && history.permits("one", at.minusNanos(1)))
                    .as("seed " + seed)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theHistoryOfOneObjectDoesNotDependOnOthers(long seed) {
        Random random = new Random(seed);
        HealHistory alone = HealHistory.NONE;
        HealHistory among = HealHistory.NONE;
        Instant now = START;
        for (int i = 0; i < 100; i++) {
            now = now.plusSeconds(random.nextInt(120));
            if (random.nextBoolean()) {
                alone = alone.healed(DIFFERING, now);
                among = among.healed(DIFFERING, now);
            } else {
                among = among.healed(Map.of("other", ""), now);
            }

            assertThat(among.permits("one", now)).as("seed " + seed).isEqualTo(alone.permits("one", now));
            assertThat(among.pausedUntil("one", now)).as("seed " + seed).isEqualTo(alone.pausedUntil("one", now));
        }
    }
}
