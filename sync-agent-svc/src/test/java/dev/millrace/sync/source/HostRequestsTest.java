package dev.millrace.sync.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.git.GitUnavailable;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HostRequestsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private Instant now = NOON;
    private final AtomicInteger asked = new AtomicInteger();
    private final HostRequests requests = new HostRequests(((InstantSource) () -> now).withZone(ZoneOffset.UTC));
    private boolean away = true;

    @Test
    void aFailureAnswersAllWhoWaitedForIt() {
        assertThatThrownBy(() -> ask(NOON, NOON)).isInstanceOf(GitUnavailable.class);
        assertThatThrownBy(() -> ask(NOON.plusMillis(1), NOON)).hasMessageContaining("away");

        assertThat(asked).hasValue(1);
        assertThat(requests.last().error()).contains("away");
    }

    @Test
    void whoComesAfterASingleFailureAsksAnew() {
        assertThatThrownBy(() -> ask(NOON, NOON)).isInstanceOf(GitUnavailable.class);
        away = false;

        now = NOON.plusMillis(10);
        ask(NOON, now);

        assertThat(requests.last().error()).isEmpty();
    }

    @Test
    void aHostThatStaysAwayIsNotAskedAgainAndAgainForTheSame() {
        for (int millis = 0; millis < 60_000; millis += 100) {
            now = NOON.plusMillis(millis);
            assertThatThrownBy(() -> ask(NOON, now)).isInstanceOf(GitUnavailable.class);
        }

        assertThat(asked).hasValueBetween(5, 15);
    }

    @Test
    void whoWantsSomethingNewerAsksAtOnce() {
        for (int millis = 0; millis < 5_000; millis += 100) {
            now = NOON.plusMillis(millis);
            assertThatThrownBy(() -> ask(NOON, now)).isInstanceOf(GitUnavailable.class);
        }
        away = false;

        now = NOON.plusMillis(5_000);
        ask(now, now);

        assertThat(requests.last().error()).isEmpty();
    }

    private void ask(Instant asOf, Instant called) {
        requests.run("main", asOf, called, () -> {
            asked.incrementAndGet();
            if (away) {
                throw new GitUnavailable("the host is away", new IOException());
            }
        });
    }
}
