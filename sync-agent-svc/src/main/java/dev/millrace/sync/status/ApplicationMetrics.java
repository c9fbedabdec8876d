package dev.millrace.sync.status;

import dev.millrace.events.Health;
import dev.millrace.events.value.ApplicationId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** The state of each application, as gauges that are removed with it. */
public final class ApplicationMetrics {
    private final MeterRegistry registry;
    private final Map<String, Shown> shown = new ConcurrentHashMap<>();

    public ApplicationMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Standing(boolean ready, boolean stalled, Optional<Health> health, int objects, long attempts) {}

    private static final class Shown {
        private volatile Standing standing;
        private List<Meter> meters = List.of();

        Shown(Standing standing) {
            this.standing = standing;
        }
    }

    void show(String uid, ApplicationId id, Summary summary, Optional<Health> health, int objects, long attempts) {
        Standing standing = new Standing(
                summary.state() == Summary.State.READY,
                summary.state() == Summary.State.STALLED,
                health,
                objects,
                attempts);
        shown.computeIfAbsent(uid, u -> registered(id, standing)).standing = standing;
    }

    private Shown registered(ApplicationId id, Standing standing) {
        Shown one = new Shown(standing);
        Tags tags = Tags.of("namespace", id.namespace(), "application", id.name());
        one.meters = List.of(
                gauge("millrace.application.ready", tags, one, s -> s.ready() ? 1 : 0),
                gauge("millrace.application.stalled", tags, one, s -> s.stalled() ? 1 : 0),
                gauge("millrace.application.healthy", tags, one, s -> healthy(s.health())),
                gauge("millrace.application.objects", tags, one, Standing::objects),
                gauge("millrace.application.attempts", tags, one, Standing::attempts));
        return one;
    }

    private static double healthy(Optional<Health> health) {
        return health.map(known -> known == Health.Healthy ? 1.0 : 0.0).orElse(Double.NaN);
    }

    private Meter gauge(String name, Tags tags, Shown of, ToDoubleFunction<Standing> value) {
        return Gauge.builder(name, of, one -> value.applyAsDouble(one.standing))
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    /** Removes the gauges of an application that is gone. */
    void forget(String uid) {
        Optional.ofNullable(shown.remove(uid)).ifPresent(one -> one.meters.forEach(registry::remove));
    }

    /** Removes all gauges: another agent is the leader and publishes them. */
    void reset() {
        shown.keySet().forEach(this::forget);
    }
}
