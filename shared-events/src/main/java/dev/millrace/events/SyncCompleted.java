package dev.millrace.events;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.events.value.RepositoryId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An attempt to sync an application to a revision has ended, with exactly one outcome.
 *
 * @param applicationUid the Application resource's uid
 * @param clusterUid the uid of the cluster's namespace kube-system, by which two clusters with one name are distinguished; absent if it is not known
 * @param attempt the number of the attempt, which increases with each attempt for that uid, unless the agent's record of it was lost
 * @param attemptId a random id, drawn when the attempt began: a number may be used again after a loss, an id never; absent in events of older agents
 * @param recordId the id of the applied record in which the attempt was numbered; another one follows after a loss. Absent in events of older agents
 * @param message one sentence for users; for a failure without an object, such as an invalid source, the reason
 * @param revision the commit that was synced
 * @param previous the revision of the previous attempt; {@code previous..revision} covers skipped commits
 * @param changed the objects that this attempt changed
 * @param images the image references in the desired objects, as written there
 * @param failures the failures per object; empty unless the outcome is {@link Outcome#Failed}
 * @param waitingForPrune objects that are no longer desired and were not pruned because the attempt failed
 * @param appliedAt the time at which the last object was applied; absent if this step was not reached
 * @param healthyAt the time at which all objects were healthy; absent if this step was not reached
 * @param causes the changes that this attempt combines
 */
public record SyncCompleted(
        ApplicationId application,
        String applicationUid,
        Optional<UUID> clusterUid,
        long attempt,
        Optional<UUID> attemptId,
        Optional<UUID> recordId,
        Outcome outcome,
        Optional<String> message,
        RepositoryId repository,
        GitRef ref,
        CommitId revision,
        Optional<CommitId> previous,
        Counts counts,
        List<ObjectChange> changed,
        List<String> images,
        List<ObjectFailure> failures,
        List<ObjectRef> waitingForPrune,
        Instant startedAt,
        Optional<Instant> appliedAt,
        Optional<Instant> healthyAt,
        Trigger trigger,
        List<Cause> causes)
        implements Event {

    /** The outcome: applied, healthy and pruned in time; failed; or replaced by a newer commit. */
    public enum Outcome {
        Succeeded,
        Failed,
        Superseded
    }

    /** The trigger of the attempt. */
    public enum Trigger {
        @JsonProperty("event")
        EVENT,
        @JsonProperty("poll")
        POLL,
        @JsonProperty("application")
        APPLICATION,
        @JsonProperty("drift")
        DRIFT,
        @JsonProperty("start")
        START,
        @JsonProperty("manual")
        MANUAL,
        /** A value of a newer version of Millrace; read, never written. */
        @JsonEnumDefaultValue
        @JsonProperty("other")
        OTHER
    }

    /** The numbers of objects; {@code unchanged} ones were already as desired. */
    public record Counts(int created, int configured, int unchanged, int pruned, int failed) {}

    /** The change of one object. */
    public enum Action {
        @JsonProperty("created")
        CREATED,
        @JsonProperty("configured")
        CONFIGURED,
        @JsonProperty("adopted")
        ADOPTED,
        @JsonProperty("pruned")
        PRUNED,
        /** A value of a newer version of Millrace; read, never written. */
        @JsonEnumDefaultValue
        @JsonProperty("other")
        OTHER
    }

    public record ObjectChange(ObjectRef object, Action action) {}

    /** The kind of failure, which decides whether a revert can help. */
    public enum FailureKind {
        /** The API server refused the object. */
        @JsonProperty("rejected")
        REJECTED,
        /** The object could not be read from its file. */
        @JsonProperty("unreadable")
        UNREADABLE,
        /** The object failed by itself: a crash, an image that can't be pulled, a failed job. */
        @JsonProperty("rollout")
        ROLLOUT,
        /** No node can run the object. */
        @JsonProperty("unschedulable")
        UNSCHEDULABLE,
        /** The API server or a node failed. */
        @JsonProperty("infrastructure")
        INFRASTRUCTURE,
        /** The object was not healthy within the timeout, for an unknown reason. */
        @JsonProperty("timeout")
        TIMEOUT,
        /** A value of a newer version of Millrace; read, never written. */
        @JsonEnumDefaultValue
        @JsonProperty("other")
        OTHER
    }

    /**
     * @param changedByAttempt true if this attempt changed the object
     * @param images the images in the object
     */
    public record ObjectFailure(
            ObjectRef object, FailureKind kind, String reason, boolean changedByAttempt, List<String> images) {

        public ObjectFailure {
            images = List.copyOf(images);
        }

        /** Returns the same failure with another reason. */
        public ObjectFailure because(String other) {
            return new ObjectFailure(object, kind, other, changedByAttempt, images);
        }
    }

    /** An event of an older agent, which gives no ids of its cluster, attempt and record. */
    public SyncCompleted(
            ApplicationId application,
            String applicationUid,
            long attempt,
            Outcome outcome,
            Optional<String> message,
            RepositoryId repository,
            GitRef ref,
            CommitId revision,
            Optional<CommitId> previous,
            Counts counts,
            List<ObjectChange> changed,
            List<String> images,
            List<ObjectFailure> failures,
            List<ObjectRef> waitingForPrune,
            Instant startedAt,
            Optional<Instant> appliedAt,
            Optional<Instant> healthyAt,
            Trigger trigger,
            List<Cause> causes) {
        this(
                application,
                applicationUid,
                Optional.empty(),
                attempt,
                Optional.empty(),
                Optional.empty(),
                outcome,
                message,
                repository,
                ref,
                revision,
                previous,
                counts,
                changed,
                images,
                failures,
                waitingForPrune,
                startedAt,
                appliedAt,
                healthyAt,
                trigger,
                causes);
    }

    public SyncCompleted {
        changed = List.copyOf(changed);
        images = List.copyOf(images);
        failures = List.copyOf(failures);
        waitingForPrune = List.copyOf(waitingForPrune);
        causes = List.copyOf(causes);
    }

    @Override
    public Topic topic() {
        return Topic.SYNC_COMPLETED;
    }

    @Override
    public String key() {
        return ClusterIdentity.key(application, clusterUid);
    }

    @Override
    public EventId id() {
        List<String> parts = new ArrayList<>(List.of(application.cluster(), applicationUid, Long.toString(attempt)));
        attemptId.ifPresent(drawn -> parts.add(drawn.toString()));
        return EventId.of("sync.completed", ClusterIdentity.parts(clusterUid, parts));
    }

    @Override
    public String subject() {
        return application + "@" + revision.shortForm();
    }
}
