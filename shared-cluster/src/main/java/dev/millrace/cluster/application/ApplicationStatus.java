package dev.millrace.cluster.application;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.events.Health;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last known state of an Application. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApplicationStatus(
        @JsonPropertyDescription("Generation of the resource that this status is about.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Ready, Reconciling and Stalled, as kstatus reads them, Healthy and Drifted.")
        List<Condition> conditions,

        @JsonPropertyDescription("Newest commit that concerned this Application and is applied.") @Nullable
        String revision,

        @JsonPropertyDescription("Commit that was tried last.") @Nullable
        String attemptedRevision,

        @JsonPropertyDescription("Number of the last attempt.") @Nullable
        Long attempt,

        @JsonPropertyDescription("Health of all objects together.") @Nullable
        Health health,

        @JsonPropertyDescription("One sentence about it.") @Nullable
        String message,

        @JsonPropertyDescription("The number of applied objects.") @Nullable
        Integer objects,

        @JsonPropertyDescription("The applied revision in short, for lists.") @Nullable
        String shortRevision,

        @JsonPropertyDescription(
                "Newest commit of the source that was known when this status was written, whether or not it concerns this Application.")
        @Nullable
        String sourceRevision,

        @JsonPropertyDescription(
                "When the Application was last compared with its source before this status was written (RFC 3339).")
        @Nullable
        String comparedAt,

        @JsonPropertyDescription(
                "When a failed attempt or request is made again (RFC 3339); absent if nothing is retried.")
        @Nullable
        String nextTryAt,

        @JsonPropertyDescription("The number of objects that differ from what was applied.") @Nullable
        Integer drifted,

        @JsonPropertyDescription("Objects that are not healthy, ten at most.")
        List<UnhealthyObject> unhealthy,

        @JsonPropertyDescription("The last ten attempts, the newest first.")
        List<PastAttempt> history) {

    /** The condition under which the attempted revision is applied and healthy. */
    public static final String READY = "Ready";

    /** The condition under which an attempt is running, or a step is retried. */
    public static final String RECONCILING = "Reconciling";

    /** The condition under which only a user can help. */
    public static final String STALLED = "Stalled";

    /** The condition under which objects are known to differ from what was applied. */
    public static final String DRIFTED = "Drifted";

    /** The condition under which all objects are healthy. */
    public static final String HEALTHY = "Healthy";

    /** The maximum number of remembered attempts, and of listed objects. */
    public static final int MAX_LISTED = 10;

    /** The status of an Application that was not reconciled yet. */
    public static final ApplicationStatus NONE = new ApplicationStatus(
            null, List.of(), null, null, null, null, null, null, null, null, null, null, null, List.of(), List.of());

    /**
     * One object that is not healthy.
     *
     * @param object {@code <kind> <namespace>/<name>}
     * @param rule the health rule that decided
     */
    public record UnhealthyObject(String object, Health health, String message, String rule) {}

    /**
     * An attempt that has ended.
     *
     * @param outcome Succeeded, Failed or Superseded
     * @param at when it ended (RFC 3339)
     * @param reason why it ran: First, Commit, Application, Drift, Retry, HealthyLate, Request, Confirmation or Deletion; absent in entries of older
     *     agents
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PastAttempt(
            long attempt,
            String revision,
            String outcome,
            String at,
            @Nullable String reason,
            @Nullable String message) {}

    /** Returns the same status without the fields that change all the time: a difference in these alone is not written. */
    public ApplicationStatus withoutTimes() {
        return new ApplicationStatus(
                observedGeneration,
                conditions,
                revision,
                attemptedRevision,
                attempt,
                health,
                message,
                objects,
                shortRevision,
                null,
                null,
                nextTryAt,
                drifted,
                unhealthy,
                history);
    }

    @SuppressWarnings("ConstantValue") // Jackson passes null for what is absent
    public ApplicationStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        unhealthy = unhealthy == null ? List.of() : List.copyOf(unhealthy);
        history = history == null ? List.of() : List.copyOf(history);
    }
}
