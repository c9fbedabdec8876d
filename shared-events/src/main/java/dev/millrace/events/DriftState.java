package dev.millrace.events;

import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ObjectRef;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The drift of one object as it was published last. Each record replaces the previous one: the topic is compacted, so that a detector that starts
 * reads what is open and not how it came to be. A record without a value ends the object's state.
 *
 * @param clusterUid the uid of the cluster's namespace kube-system; absent if it is not known
 * @param latest the id of the object's newest event
 * @param open that event, if the object still differs; absent once it is resolved
 * @param changedAt the time of that event
 */
public record DriftState(
        ApplicationId application,
        String applicationUid,
        Optional<UUID> clusterUid,
        ObjectRef object,
        EventId latest,
        Optional<DriftDetected> open,
        Instant changedAt)
        implements Event {

    public DriftState {
        if (open.isPresent() && open.get().change() == DriftDetected.Change.Resolved) {
            throw new IllegalArgumentException("a resolved drift is not open: " + object);
        }
    }

    /** The state of an object after this event. */
    public static DriftState after(DriftDetected event) {
        return new DriftState(
                event.application(),
                event.applicationUid(),
                event.clusterUid(),
                event.object(),
                event.id(),
                Optional.of(event).filter(drift -> drift.change() != DriftDetected.Change.Resolved),
                event.detectedAt());
    }

    @Override
    public Topic topic() {
        return Topic.DRIFT_STATE;
    }

    @Override
    public String key() {
        return ClusterIdentity.key(application, clusterUid) + "/" + applicationUid + "/" + object.identity();
    }

    @Override
    public EventId id() {
        return EventId.of("drift.state", latest.value());
    }

    @Override
    public String subject() {
        return application + " " + object + (open.isPresent() ? " differs" : " as applied");
    }
}
