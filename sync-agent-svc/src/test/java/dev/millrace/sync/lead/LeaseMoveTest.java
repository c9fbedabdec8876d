package dev.millrace.sync.lead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The request that follows from the Lease as it was found, since when it has been the same. */
class LeaseMoveTest {
    private static final String ME = "me";
    private static final Duration OWN = Duration.ofSeconds(15);

    /** The value of {@link System#nanoTime()} has no zero, and overflows. */
    private static final long START = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(5);

    static final List<Arguments> MOVES = List.of(
            arguments("none", Optional.empty(), 0, LeaseMove.CREATE),
            arguments("none, although one was there before", Optional.empty(), 3600, LeaseMove.CREATE),
            arguments("one that names this agent, as after a restart", lease(ME, 15), 0, LeaseMove.RENEW),
            arguments("one that names this agent and has expired", lease(ME, 15), 3600, LeaseMove.RENEW),
            arguments("one that was released", lease("", 15), 0, LeaseMove.TAKE),
            arguments("one without a holder", lease(null, 15), 0, LeaseMove.TAKE),
            arguments("another's, just read", lease("other", 15), 0, LeaseMove.WAIT),
            arguments("another's, the same for its duration", lease("other", 15), 15, LeaseMove.WAIT),
            arguments("another's, the same for longer", lease("other", 15), 16, LeaseMove.TAKE),
            arguments("another's that holds longer than ours", lease("other", 60), 16, LeaseMove.WAIT),
            arguments("another's that holds longer, expired", lease("other", 60), 61, LeaseMove.TAKE),
            arguments("another's that holds for less time than ours", lease("other", 5), 6, LeaseMove.TAKE),
            arguments("another's without a duration holds as long as ours", lease("other", null), 15, LeaseMove.WAIT),
            arguments("another's without a duration, expired", lease("other", null), 16, LeaseMove.TAKE),
            arguments("one whose name only begins like this agent's", lease("me-2", 15), 0, LeaseMove.WAIT));

    private static Optional<Lease> lease(@Nullable String holder, @Nullable Integer seconds) {
        return Optional.of(new LeaseBuilder()
                .withNewMetadata()
                .withResourceVersion("1")
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withLeaseDurationSeconds(seconds)
                .endSpec()
                .build());
    }

    @ParameterizedTest(name = "{0}: {3}")
    @FieldSource("MOVES")
    void theNextRequestIs(String name, Optional<Lease> found, int seconds, LeaseMove move) {
        LeaseMove.Sighting sighting = new LeaseMove.Sighting("1", START);

        LeaseMove next = LeaseMove.of(found, ME, sighting, START + TimeUnit.SECONDS.toNanos(seconds), OWN);

        assertThat(next).as(name).isEqualTo(move);
    }

    @Test
    void aLeaseIsTheSameUntilItsVersionChanges() {
        Lease one = lease("other", 15).orElseThrow();
        Lease renewed = new LeaseBuilder(one)
                .editMetadata()
                .withResourceVersion("2")
                .endMetadata()
                .build();

        LeaseMove.Sighting first = LeaseMove.Sighting.NONE.next(one, 100);

        assertThat(first).isEqualTo(new LeaseMove.Sighting("1", 100));
        assertThat(first.next(one, 200)).as("read again").isEqualTo(first);
        assertThat(first.next(renewed, 300)).isEqualTo(new LeaseMove.Sighting("2", 300));
    }
}
