package dev.millrace.updater.promote.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.EventId;
import dev.millrace.updater.promote.plan.Fact.AttemptEnd;
import dev.millrace.updater.promote.plan.Fact.Ending;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class FactTest {
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");

    static final List<Arguments> TIMES = List.of(
            Arguments.of(List.of(), List.of()),
            Arguments.of(List.of(1L, 2L, 3L), List.of(1L, 2L, 3L)),
            Arguments.of(List.of(1L, 90L, 3L), List.of(1L, 3L, 3L)),
            Arguments.of(List.of(90L, 80L, 3L), List.of(3L, 3L, 3L)),
            Arguments.of(List.of(1L, 2L, 90L), List.of(1L, 2L, 90L)));

    @ParameterizedTest(name = "{0}: {1}")
    @FieldSource("TIMES")
    void noAttemptEndsAfterItsSuccessor(List<Long> seconds, List<Long> ordered) {
        List<AttemptEnd> attempts = attempts(seconds);

        assertThat(Fact.inOrder(attempts)).isEqualTo(attempts(ordered));
    }

    private static List<AttemptEnd> attempts(List<Long> seconds) {
        Instant[] times = seconds.stream().map(NOON::plusSeconds).toArray(Instant[]::new);
        return Arrays.stream(times)
                .map(at -> new AttemptEnd(at, Optional.empty(), Ending.HEALTHY, EventId.of("attempt")))
                .toList();
    }
}
