package dev.millrace.sync.lead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** A leader ends its leadership before others may take the Lease, by either clock. */
class LeaseTermTest {
    private static final LeaseTerm TERM = new LeaseTerm(Duration.ofSeconds(15));

    /** The value of {@link System#nanoTime()} has no zero, and overflows. */
    private static final Moment RENEWED =
            new Moment(Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(2), Instant.parse("2030-01-01T12:00:00Z"));

    static final List<Arguments> MOMENTS = List.of(
            arguments("at once", 0, 0, true, false),
            arguments("before a fifth", 2_999, 2_999, true, false),
            arguments("after a fifth", 3_000, 3_000, true, true),
            arguments("before two thirds", 9_999, 9_999, true, true),
            arguments("after two thirds", 10_000, 10_000, false, true),
            arguments("the machine was suspended", 100, 3_600_000, false, false),
            arguments("the clock was set forward", 4_000, 60_000, false, true),
            arguments("the clock was set back", 4_000, -60_000, true, true),
            arguments("the clock was set back, and the time is over", 10_000, -60_000, false, true));

    @ParameterizedTest(name = "{0}")
    @FieldSource("MOMENTS")
    void leadershipAndItsRenewalDependOnBothClocks(
            String name, long nanoMillis, long clockMillis, boolean fresh, boolean due) {
        Moment now = new Moment(
                RENEWED.nanos() + TimeUnit.MILLISECONDS.toNanos(nanoMillis),
                RENEWED.time().plusMillis(clockMillis));

        assertThat(TERM.isFresh(RENEWED, now)).as(name + ": fresh").isEqualTo(fresh);
        assertThat(TERM.isRenewalDue(RENEWED, now)).as(name + ": due").isEqualTo(due);
    }

    @Test
    void aRenewalIsTriedSeveralTimesBeforeLeadershipEnds() {
        long left = Duration.ofSeconds(10).minusSeconds(3).toNanos();

        assertThat(left / TERM.pauseNanos()).isGreaterThanOrEqualTo(5);
    }
}
