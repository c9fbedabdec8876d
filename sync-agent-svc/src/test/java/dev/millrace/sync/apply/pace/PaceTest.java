package dev.millrace.sync.apply.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.sync.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final HandClock hand = new HandClock();
    private final Pace pace = new Pace(64, hand);

    @Test
    void halvesWhatIsUnderWayOnceForThoseThatAreTurnedAwayTogether() {
        within(8, () -> {
            pace.throttled();
            pace.throttled();
        });

        assertThat(pace.room()).isEqualTo(4);
    }

    @Test
    void leavesRoomForAnotherThanTheOneThatIsTurnedAwayForLong() {
        for (int times = 0; times < 10; times++) {
            pace.throttled();
            hand.forward(Duration.ofSeconds(2));
        }

        assertThat(pace.room()).isEqualTo(2);
    }

    @Test
    void asksMoreAgainBitByBitUntilItAsksAsMuchAsBefore() {
        pace.throttled();
        ask(10);
        assertThat(pace.room()).as("while it has to wait").isEqualTo(2);
        hand.forward(Duration.ofSeconds(2));

        ask(2);
        assertThat(pace.room()).isEqualTo(3);
        ask(3);
        assertThat(pace.room()).isEqualTo(4);
        ask(10_000);

        assertThat(pace.room()).isEqualTo(64);
    }

    private void ask(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(pace.ask(() -> "answer")).isEqualTo("answer");
        }
    }

    private void within(int requests, Runnable then) {
        if (requests == 0) {
            then.run();
            return;
        }
        boolean done = pace.ask(() -> {
            within(requests - 1, then);
            return true;
        });
        assertThat(done).isTrue();
    }
}
