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

/** Windows in which nothing is promoted. */
final class Freezes {
    /** Windows that follow one another without a gap are looked through so far. */
    private static final int MAX_LINKED = 1000;

    private Freezes() {}

    /** When the freeze that holds now is over, with those that follow without a gap; absent if none holds. */
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
        // "Last" is before the moment asked for: a window's own first second belongs to it.
        Instant asked = at.plus(Duration.ofSeconds(1));
        return starts.lastExecution(asked.atZone(freeze.zone()))
                .map(start -> start.toInstant().plus(freeze.lasts()))
                .filter(end -> end.isAfter(at));
    }
}
