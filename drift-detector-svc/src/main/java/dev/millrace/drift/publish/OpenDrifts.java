package dev.millrace.drift.publish;

import dev.millrace.drift.decide.LatestEvent;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.wire.Envelope;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The event of each object that was published last, by application. It is open if it is a drift that is not resolved. Thread-safe. */
public final class OpenDrifts {
    private final KindGauges gauges;
    private final Map<String, Map<ObjectKey, LatestEvent>> applications = new ConcurrentHashMap<>();

    /** @param gauges counts the open drifts */
    public OpenDrifts(KindGauges gauges) {
        this.gauges = gauges;
    }

    /** Applies an event that was published. */
    public void apply(LatestEvent event) {
        ObjectKey key = ObjectKey.of(
                event.state().event().applicationUid(), event.state().event().object());
        applications.compute(key.applicationUid(), (uid, known) -> {
            Map<ObjectKey, LatestEvent> latest = known == null ? new ConcurrentHashMap<>() : known;
            count(latest.put(key, event), -1);
            count(event, 1);
            return latest;
        });
    }

    /** Removes an object. The metrics of an application end with its last one. */
    public void remove(ObjectKey key) {
        applications.computeIfPresent(key.applicationUid(), (uid, latest) -> {
            LatestEvent removed = latest.remove(key);
            count(removed, -1);
            if (latest.isEmpty() && removed != null) {
                gauges.end(removed.state().event().application());
            }
            return latest.isEmpty() ? null : latest;
        });
    }

    private void count(@Nullable LatestEvent event, int change) {
        if (event != null) {
            event.open()
                    .map(Envelope::event)
                    .ifPresent(drift ->
                            gauges.add(drift.application(), drift.object().kind(), change));
        }
    }

    /** The event of an object that was published last. */
    public Optional<LatestEvent> latest(ObjectKey key) {
        return Optional.ofNullable(
                applications.getOrDefault(key.applicationUid(), Map.of()).get(key));
    }

    /** The latest events of the objects of an application. */
    public Collection<LatestEvent> latestOf(String applicationUid) {
        return List.copyOf(applications.getOrDefault(applicationUid, Map.of()).values());
    }

    /** The latest events of all objects. */
    public Collection<LatestEvent> latest() {
        return applications.values().stream()
                .flatMap(latest -> latest.values().stream())
                .toList();
    }

    /** The drifts that are not resolved. */
    public Collection<DriftDetected> all() {
        return published().stream().map(Envelope::event).toList();
    }

    /** The events of the open drifts, as they were published. */
    public List<Envelope<DriftDetected>> published() {
        return applications.values().stream().flatMap(OpenDrifts::open).toList();
    }

    private static Stream<Envelope<DriftDetected>> open(Map<ObjectKey, LatestEvent> latest) {
        return latest.values().stream().flatMap(event -> LatestEvent.of(event.state()).open().stream());
    }
}
