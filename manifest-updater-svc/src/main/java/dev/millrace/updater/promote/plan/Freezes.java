package dev.millrace.updater.promote.plan;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.millrace.updater.policy.Promotion.Freeze;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds the end of freezes, in which nothing is promoted. */
final class Freezes {
    /** The maximum number of freezes in a row without a gap that are considered. */
    private static final int MAX_LINKED = 1000;

    private Freezes() {}

    /** The end of the current freeze, including those that follow without a gap; absent if there is none. */
    static Optional<Instant> frozenUntil(List<Freeze> freezes, Instant now) {
        Instant end = now;
        for (int i = 0; i < MAX_LINKED; i++) {
            Instant from = end;
            Optional<Instant> later = freezes.stream()
                    .flatMap(freeze -> end(freeze, from).stream())
                    .max(Instant::compareTo);
            if (later.isEmpty()) {
                break;
            }
            end = later.get();
        }
        return end.isAfter(now) ? Optional.of(end) : Optional.empty();
    }

    private static Optional<Instant> end(Freeze freeze, Instant at) {
        ExecutionTime starts = ExecutionTime.forCron(
                new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX)).parse(freeze.starts()));
        // The last execution is strictly before the given time, but the first second of a freeze belongs to it.
        Instant asked = at.plus(Duration.ofSeconds(1));
        return starts.lastExecution(asked.atZone(freeze.zone()))
                .map(start -> start.toInstant().plus(freeze.lasts()))
                .filter(end -> end.isAfter(at));
    }
}
