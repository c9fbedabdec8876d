package dev.millrace.drift.publish;

import dev.millrace.events.value.ApplicationId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A gauge of objects by application and kind. Its series end with their application. Thread-safe. */
public final class KindGauges {
    private record Series(AtomicLong count, Gauge gauge) {}

    private final MeterRegistry registry;
    private final String name;
    private final String description;
    private final Map<ApplicationId, Map<String, Series>> applications = new HashMap<>();

    public KindGauges(MeterRegistry registry, String name, String description) {
        this.registry = registry;
        this.name = name;
        this.description = description;
    }

    /** Adds to the number of objects of this kind. */
    public synchronized void add(ApplicationId application, String kind, int change) {
        applications
                .computeIfAbsent(application, added -> new HashMap<>())
                .computeIfAbsent(kind, added -> series(application, kind))
                .count()
                .addAndGet(change);
    }

    private Series series(ApplicationId application, String kind) {
        AtomicLong count = new AtomicLong();
        Gauge gauge = Gauge.builder(name, count, AtomicLong::get)
                .description(description)
                .tag("application", application.toString())
                .tag("kind", kind)
                .strongReference(true)
                .register(registry);
        return new Series(count, gauge);
    }

    /** Ends the series of an application. */
    public synchronized void end(ApplicationId application) {
        Map<String, Series> ended = applications.remove(application);
        if (ended != null) {
            ended.values().forEach(series -> registry.remove(series.gauge()));
        }
    }
}
