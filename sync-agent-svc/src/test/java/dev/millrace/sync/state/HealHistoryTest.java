package dev.millrace.sync.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealHistoryTest {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final Map<String, String> DIFFERING = Map.of("one", "data.a");

    @Test
    void changesOfDifferentFieldsAreNoContestUntilThereAreMany() {
        HealHistory history = HealHistory.NONE;
        for (int i = 1; i < HealHistory.MAX_HEALS_OF_ANY; i++) {
            history = history.healed(Map.of("one", "data.field" + i), NOW.plusSeconds(i));
        }
        Instant last = NOW.plusSeconds(HealHistory.MAX_HEALS_OF_ANY);

        assertThat(history.contested(last)).isEmpty();
        assertThat(history.healed(Map.of("one", "data.other"), last).contested(last))
                .containsExactly("one");
    }

    @Test
    void twoRestorationsAreNoContest() {
        HealHistory history = HealHistory.NONE.healed(DIFFERING, NOW).healed(DIFFERING, NOW.plusSeconds(1));

        assertThat(history.permits("one", NOW.plusSeconds(2))).isTrue();
        assertThat(history.contested(NOW.plusSeconds(2))).isEmpty();
    }

    @Test
    void theThirdWithinFiveMinutesIsAContest() {
        HealHistory history = healed(3, HealHistory.NONE, NOW, Duration.ofMinutes(1));
        Instant last = NOW.plus(Duration.ofMinutes(2));

        assertThat(history.permits("one", last)).isFalse();
        assertThat(history.permits("other", last)).isTrue();
        assertThat(history.contested(last)).containsExactly("one");
        assertThat(history.pausedUntil("one", last)).contains(last.plus(Duration.ofMinutes(5)));
        assertThat(history.permits("one", last.plus(Duration.ofMinutes(5)))).isTrue();
    }

    @Test
    void restorationsFarApartAreNoContest() {
        HealHistory history = healed(10, HealHistory.NONE, NOW, Duration.ofMinutes(3));

        assertThat(history.contested(NOW.plus(Duration.ofMinutes(27)))).isEmpty();
    }

    @Test
    void thePauseDoublesWithEachContestUpToAnHour() {
        HealHistory history = HealHistory.NONE;
        Instant at = NOW;
        for (int minutes : new int[] {5, 10, 20, 40, 60, 60}) {
            history = healed(3, history, at, Duration.ofSeconds(1));
            Instant last = at.plusSeconds(2);

            assertThat(history.pausedUntil("one", last)).contains(last.plus(Duration.ofMinutes(minutes)));
            at = last.plus(Duration.ofMinutes(minutes));
        }
    }

    @Test
    void whatHappenedLongAgoIsForgotten() {
        HealHistory history = healed(3, HealHistory.NONE, NOW, Duration.ofSeconds(1));

        HealHistory later = history.healed(Map.of("other", ""), NOW.plus(Duration.ofHours(3)));

        assertThat(later.objects()).containsOnlyKeys("other");
    }

    private static HealHistory healed(int times, HealHistory before, Instant first, Duration apart) {
        HealHistory history = before;
        for (int i = 0; i < times; i++) {
            history = history.healed(DIFFERING, first.plus(apart.multipliedBy(i)));
        }
        return history;
    }
}
