package dev.millrace.drift.publish;

import dev.millrace.events.DriftDetected;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.wire.Envelope;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The drifts that were published and are not resolved. */
public final class OpenDrifts {
    private final MeterRegistry registry;
    private final Map<ObjectKey, Envelope<DriftDetected>> open = new ConcurrentHashMap<>();
    private final Set<ApplicationId> measured = ConcurrentHashMap.newKeySet();

    public OpenDrifts(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Applies a published event. */
    public void apply(Envelope<DriftDetected> drift) {
        DriftDetected event = drift.event();
        ObjectKey key = ObjectKey.of(event);
        if (event.change() == DriftDetected.Change.Resolved) {
            open.remove(key);
        } else {
            open.put(key, drift);
            measure(event.application());
        }
    }

    public Optional<Envelope<DriftDetected>> of(ObjectKey key) {
        return Optional.ofNullable(open.get(key));
    }

    public Collection<DriftDetected> all() {
        return open.values().stream().map(Envelope::event).toList();
    }

    /** The events of the open drifts, as they were published. */
    public List<Envelope<DriftDetected>> published() {
        return List.copyOf(open.values());
    }

    /** The open drifts of one application. */
    public List<DriftDetected> of(String applicationUid) {
        return all().stream()
                .filter(event -> event.applicationUid().equals(applicationUid))
                .toList();
    }

    private void measure(ApplicationId application) {
        if (measured.add(application)) {
            Gauge.builder("millrace.drift.open", this, drifts -> drifts.count(application))
                    .description("Objects that differ from what was applied")
                    .tag("application", application.toString())
                    .register(registry);
        }
    }

    private long count(ApplicationId application) {
        return all().stream()
                .filter(event -> event.application().equals(application))
                .count();
    }
}
