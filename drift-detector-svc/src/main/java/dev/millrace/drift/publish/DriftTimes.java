package dev.millrace.drift.publish;

import dev.millrace.drift.decide.LatestEvent;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.DriftDetected.Change;
import dev.millrace.events.wire.Envelope;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** Measures how long drift takes to be published, and how long objects differ. */
public final class DriftTimes {
    private final Timer detection;
    private final Timer open;
    private final Clock clock;

    public DriftTimes(MeterRegistry registry, Clock clock) {
        this.detection = timer(
                        "millrace.drift.detection", "From the change, whose time has whole seconds, to its event")
                .serviceLevelObjectives(seconds(1), seconds(2), seconds(5), seconds(15), seconds(60), seconds(300))
                .register(registry);
        this.open = timer("millrace.drift.duration", "From the event of a drift to the event of its resolution")
                .serviceLevelObjectives(
                        seconds(5), seconds(60), seconds(600), seconds(3_600), seconds(86_400), seconds(604_800))
                .register(registry);
        this.clock = clock;
    }

    private static Timer.Builder timer(String name, String description) {
        return Timer.builder(name).description(description);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    /**
     * Measures an event that was published.
     *
     * @param before the object's event before it
     */
    public void published(Envelope<DriftDetected> drift, Optional<LatestEvent> before) {
        Instant now = clock.instant();
        if (drift.event().change() == Change.Resolved) {
            before.flatMap(LatestEvent::open)
                    .ifPresent(ended -> record(open, ended.event().detectedAt(), now));
        } else {
            drift.event().fields().stream()
                    .flatMap(field -> field.time().stream())
                    .max(Comparator.naturalOrder())
                    .ifPresent(changed -> record(detection, changed, now));
        }
    }

    /** The clock of the API server may be ahead of ours. */
    private static void record(Timer timer, Instant from, Instant to) {
        Duration duration = Duration.between(from, to);
        timer.record(duration.isNegative() ? Duration.ZERO : duration);
    }
}
