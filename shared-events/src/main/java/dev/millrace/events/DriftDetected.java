package dev.millrace.events;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ObjectRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A live object differs from its applied state, differs in another way than before, or no longer differs.
 *
 * @param clusterUid the uid of the cluster's namespace kube-system; absent if it is not known
 * @param objectUid the uid of the live object, or the last uid of a missing object, so that two deletions are two facts; absent if unknown
 * @param fields the fields that differ, for {@link Change#Modified}; the time of the deletion, for {@link Change#Terminating}; the fields that differed last, for {@link Change#Resolved}
 * @param revision the revision from which the object was applied
 * @param resolves the id of the resolved event, for {@link Change#Resolved} only
 * @param heal true if the application requests that the object is applied again
 * @param follows the id of this object's event before this one, so that a state that occurs again is another fact; absent for the first one, for
 *     {@link Change#Resolved}, and in events of older detectors
 * @param fieldsOmitted the number of further fields that differ; absent if there are none
 * @param attribution who made the drift, for {@link Change#Attributed} only; the other fields are those of the drift
 */
public record DriftDetected(
        ApplicationId application,
        String applicationUid,
        Optional<UUID> clusterUid,
        ObjectRef object,
        Optional<String> objectUid,
        Change change,
        List<FieldDrift> fields,
        Optional<CommitId> revision,
        Optional<EventId> resolves,
        boolean heal,
        Instant detectedAt,
        Optional<EventId> follows,
        Optional<Integer> fieldsOmitted,
        Optional<Attribution> attribution)
        implements Event {

    /** The change of the object. */
    public enum Change {
        Modified,
        Missing,
        Extra,
        /** The object is being deleted and waits for its finalizers. */
        Terminating,
        /** The object was deleted and created again with the same content. */
        Replaced,
        Resolved,
        /** The user who made a published drift is known. */
        Attributed,
        /** A value of a newer version of Millrace; read, never written. */
        @JsonEnumDefaultValue
        OTHER
    }

    /**
     * One field that differs. For a Secret, and for any field with a value out of one, {@code desired} and {@code live} are absent and
     * {@code redacted} is true.
     * A JSON null counts as absent: Kubernetes does not store null, and Jackson reads an absent value as null.
     *
     * @param path as in {@code spec.template.spec.containers[name=web].image}
     * @param desired the value as applied; absent if the field was not applied
     * @param live the live value; absent if the field is missing
     * @param manager the field manager that owns the field now; absent if there is none
     * @param operation {@code Apply} or {@code Update}
     * @param time the time of that manager's last write, as recorded by the API server
     * @param subresource the subresource that the manager wrote to, such as {@code scale}; absent for the object itself
     * @param shortened true if a value is shortened or left out because of its size; absent otherwise
     */
    public record FieldDrift(
            String path,
            Optional<JsonNode> desired,
            Optional<JsonNode> live,
            boolean redacted,
            Optional<String> manager,
            Optional<String> operation,
            Optional<Instant> time,
            Optional<String> subresource,
            Optional<Boolean> shortened) {

        public FieldDrift {
            desired = desired.filter(value -> !value.isNull());
            live = live.filter(value -> !value.isNull());
            if (redacted && (desired.isPresent() || live.isPresent())) {
                throw new IllegalArgumentException("a redacted field must not have values: " + path);
            }
        }

        /** A field of the object itself, with its values in full. */
        public FieldDrift(
                String path,
                Optional<JsonNode> desired,
                Optional<JsonNode> live,
                boolean redacted,
                Optional<String> manager,
                Optional<String> operation,
                Optional<Instant> time) {
            this(path, desired, live, redacted, manager, operation, time, Optional.empty(), Optional.empty());
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

    /**
     * Who made a drift, from the API server's audit log.
     *
     * @param drift the id of the drift's event
     * @param user the user on whose behalf the request was made
     * @param sourceAddress the address from which it came; absent if the audit log has none
     * @param userAgent the program that sent it, as it calls itself; absent if the audit log has none
     * @param time when the request ended
     */
    public record Attribution(
            EventId drift, String user, Optional<String> sourceAddress, Optional<String> userAgent, Instant time) {}

    /** An event of an older detector, which does not give the cluster's uid. */
    public DriftDetected(
            ApplicationId application,
            String applicationUid,
            ObjectRef object,
            Optional<String> objectUid,
            Change change,
            List<FieldDrift> fields,
            Optional<CommitId> revision,
            Optional<EventId> resolves,
            boolean heal,
            Instant detectedAt) {
        this(
                application,
                applicationUid,
                Optional.empty(),
                object,
                objectUid,
                change,
                fields,
                revision,
                resolves,
                heal,
                detectedAt,
                Optional.empty(),
                Optional.empty());
    }

    /** A drift whose user is not known, or its end. */
    public DriftDetected(
            ApplicationId application,
            String applicationUid,
            Optional<UUID> clusterUid,
            ObjectRef object,
            Optional<String> objectUid,
            Change change,
            List<FieldDrift> fields,
            Optional<CommitId> revision,
            Optional<EventId> resolves,
            boolean heal,
            Instant detectedAt,
            Optional<EventId> follows,
            Optional<Integer> fieldsOmitted) {
        this(
                application,
                applicationUid,
                clusterUid,
                object,
                objectUid,
                change,
                fields,
                revision,
                resolves,
                heal,
                detectedAt,
                follows,
                fieldsOmitted,
                Optional.empty());
    }

    /**
     * Returns the event that names the user of this drift.
     *
     * @param now the time at which the user is known
     */
    public DriftDetected attributedTo(Attribution attribution, Instant now) {
        return new DriftDetected(
                application,
                applicationUid,
                clusterUid,
                object,
                objectUid,
                Change.Attributed,
                fields,
                revision,
                Optional.empty(),
                heal,
                now,
                Optional.empty(),
                fieldsOmitted,
                Optional.of(attribution));
    }

    public DriftDetected {
        fields = List.copyOf(fields);
        if (change != Change.OTHER && resolves.isPresent() != (change == Change.Resolved)) {
            throw new IllegalArgumentException("resolves must be set for Resolved only: " + change);
        }
        if (change != Change.OTHER && attribution.isPresent() != (change == Change.Attributed)) {
            throw new IllegalArgumentException("attribution must be set for Attributed only: " + change);
        }
        fieldsOmitted = fieldsOmitted.filter(count -> count > 0);
    }

    @Override
    public Topic topic() {
        return Topic.DRIFT_DETECTED;
    }

    @Override
    public String key() {
        return ClusterIdentity.key(application, clusterUid);
    }

    @Override
    public EventId id() {
        if (resolves.isPresent()) {
            return EventId.of("drift.resolved", resolves.get().value());
        }
        if (attribution.isPresent()) {
            return EventId.of("drift.attributed", attribution.get().drift().value());
        }
        List<String> parts = new ArrayList<>();
        parts.add(applicationUid);
        parts.add(objectUid.orElse(object.identity()));
        parts.add(change.name());
        fields.stream().map(FieldDrift::fingerprint).sorted().forEach(parts::add);
        fieldsOmitted.ifPresent(count -> parts.add("omitted\t" + count));
        follows.ifPresent(before -> parts.add("follows\t" + before.value()));
        return EventId.of("drift.detected", ClusterIdentity.parts(clusterUid, parts));
    }

    @Override
    public String subject() {
        return application + " " + object;
    }
}
