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
import java.util.List;
import java.util.Optional;

/**
 * An attempt to bring an application to a revision has ended, in exactly one outcome.
 *
 * @param applicationUid the Application resource's uid
 * @param attempt rises with each attempt of that uid
 * @param message one sentence for people; of a failure that no object stands for, such as a broken source, it is the reason
 * @param revision the commit that was brought
 * @param previous the revision that the attempt before this one brought; {@code previous..revision} covers skipped commits
 * @param changed the objects that this attempt changed
 * @param images the images that the desired objects name, as written there
 * @param failures why it failed, per object; empty unless the outcome is {@link Outcome#Failed}
 * @param waitingForPrune objects that are no longer desired and were left because the attempt failed
 * @param appliedAt when the last object was applied; absent if that was not reached
 * @param healthyAt when all objects were healthy; absent if that was not reached
 * @param causes the changes that this attempt joins
 */
public record SyncCompleted(
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
        List<Cause> causes)
        implements Event {

    /** How the attempt ended: applied, healthy and pruned in time; not so; or a newer commit took its place. */
    public enum Outcome {
        Succeeded,
        Failed,
        Superseded
    }

    /** What started the attempt. */
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
        /** One that a newer version of Millrace added; read, never written. */
        @JsonEnumDefaultValue
        @JsonProperty("other")
        OTHER
    }

    /** How many objects; {@code unchanged} were already as desired. */
    public record Counts(int created, int configured, int unchanged, int pruned, int failed) {}

    /** What was done to one object. */
    public enum Action {
        @JsonProperty("created")
        CREATED,
        @JsonProperty("configured")
        CONFIGURED,
        @JsonProperty("adopted")
        ADOPTED,
        @JsonProperty("pruned")
        PRUNED,
        /** One that a newer version of Millrace added; read, never written. */
        @JsonEnumDefaultValue
        @JsonProperty("other")
        OTHER
    }

    public record ObjectChange(ObjectRef object, Action action) {}

    /** Whose fault it is: decides whether a revert can help. */
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
        /** No node can take it. */
        @JsonProperty("unschedulable")
        UNSCHEDULABLE,
        /** The API server or a node was in trouble. */
        @JsonProperty("infrastructure")
        INFRASTRUCTURE,
        /** It was not healthy within the timeout, for no reason that could be told. */
        @JsonProperty("timeout")
        TIMEOUT,
        /** One that a newer version of Millrace added; read, never written. */
        @JsonEnumDefaultValue
        @JsonProperty("other")
        OTHER
    }

    /**
     * @param changedByAttempt whether this attempt had changed the object
     * @param images the images that the object names
     */
    public record ObjectFailure(
            ObjectRef object, FailureKind kind, String reason, boolean changedByAttempt, List<String> images) {

        public ObjectFailure {
            images = List.copyOf(images);
        }
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
        return application.toString();
    }

    @Override
    public EventId id() {
        return EventId.of("sync.completed", application.cluster(), applicationUid, Long.toString(attempt));
    }

    @Override
    public String subject() {
        return application + "@" + revision.shortForm();
    }
}
