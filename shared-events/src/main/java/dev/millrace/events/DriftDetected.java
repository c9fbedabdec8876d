package dev.millrace.events;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ObjectRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A live object began to differ from what was applied, differs otherwise than before, or no longer differs.
 *
 * @param objectUid the live object's uid; of a missing one, the uid it had, so that two deletions are two facts; absent if that isn't known
 * @param fields what differs, for {@link Change#Modified}; what differed last, for {@link Change#Resolved}
 * @param revision the revision that the object was applied from
 * @param resolves the event that is over, for {@link Change#Resolved} only
 * @param heal whether the application asks for the object to be applied again
 */
public record DriftDetected(
        ApplicationId application,
        String applicationUid,
        ObjectRef object,
        Optional<String> objectUid,
        Change change,
        List<FieldDrift> fields,
        Optional<CommitId> revision,
        Optional<EventId> resolves,
        boolean heal,
        Instant detectedAt)
        implements Event {

    /** What happened to the object. */
    public enum Change {
        Modified,
        Missing,
        Extra,
        Resolved
    }

    /**
     * One field that differs. Of a Secret, {@code desired} and {@code live} are absent and {@code redacted} is true.
     * A JSON null counts as absent: Kubernetes stores none, and an absent value is read as one.
     *
     * @param path as in {@code spec.template.spec.containers[name=web].image}
     * @param desired the value as applied; absent if the field should not be there
     * @param live the value as found; absent if the field is gone
     * @param manager the field manager that owns the field now; absent if nobody does
     * @param operation {@code Apply} or {@code Update}
     * @param time when that manager last wrote, as the API server says
     */
    public record FieldDrift(
            String path,
            Optional<JsonNode> desired,
            Optional<JsonNode> live,
            boolean redacted,
            Optional<String> manager,
            Optional<String> operation,
            Optional<Instant> time) {

        public FieldDrift {
            desired = desired.filter(value -> !value.isNull());
            live = live.filter(value -> !value.isNull());
            if (redacted && (desired.isPresent() || live.isPresent())) {
                throw new IllegalArgumentException("a redacted field carries no values: " + path);
            }
        }

        private String fingerprint() {
            return String.join(
                    "\t",
                    path,
                    desired.map(JsonNode::toString).orElse("-"),
                    live.map(JsonNode::toString).orElse("-"),
                    time.map(Instant::toString).orElse("-"));
        }
    }

    public DriftDetected {
        fields = List.copyOf(fields);
        if (resolves.isPresent() != (change == Change.Resolved)) {
            throw new IllegalArgumentException("Resolved, and nothing else, names the event that is over: " + change);
        }
    }

    @Override
    public Topic topic() {
        return Topic.DRIFT_DETECTED;
    }

    @Override
    public String key() {
        return application.toString();
    }

    @Override
    public EventId id() {
        if (resolves.isPresent()) {
            return EventId.of("drift.resolved", resolves.get().value());
        }
        List<String> parts = new ArrayList<>();
        parts.add(applicationUid);
        parts.add(objectUid.orElse(object.identity()));
        parts.add(change.name());
        fields.stream().map(FieldDrift::fingerprint).sorted().forEach(parts::add);
        return EventId.of("drift.detected", parts.toArray(String[]::new));
    }

    @Override
    public String subject() {
        return application + " " + object;
    }
}
