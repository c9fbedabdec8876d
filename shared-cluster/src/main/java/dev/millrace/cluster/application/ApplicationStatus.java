package dev.millrace.cluster.application;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.events.Health;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of an Application, as the agent saw it last. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApplicationStatus(
        @JsonPropertyDescription("Generation of the resource that this status is about.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Ready, Reconciling and Stalled, as kstatus reads them, and Healthy.")
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

        @JsonPropertyDescription("How many objects are applied.") @Nullable
        Integer objects,

        @JsonPropertyDescription("The applied revision in short, for lists.") @Nullable
        String shortRevision,

        @JsonPropertyDescription("Objects that are not healthy, ten at most.")
        List<UnhealthyObject> unhealthy,

        @JsonPropertyDescription("The last ten attempts, the newest first.")
        List<PastAttempt> history) {

    /** The condition under which the attempted revision is applied and healthy. */
    public static final String READY = "Ready";

    /** The condition under which an attempt is under way. */
    public static final String RECONCILING = "Reconciling";

    /** The condition under which only a change can help. */
    public static final String STALLED = "Stalled";

    /** The condition under which all objects are healthy. */
    public static final String HEALTHY = "Healthy";

    /** How many attempts are remembered, and how many unhealthy objects are listed. */
    public static final int MOST_LISTED = 10;

    /** Of an Application that nobody looked at yet. */
    public static final ApplicationStatus NONE =
            new ApplicationStatus(null, List.of(), null, null, null, null, null, null, null, List.of(), List.of());

    /**
     * One object that is not healthy.
     *
     * @param object {@code <kind> <namespace>/<name>}
     */
    public record UnhealthyObject(String object, Health health, String message) {}

    /**
     * An attempt that has ended.
     *
     * @param outcome Succeeded, Failed or Superseded
     * @param at when it ended (RFC 3339)
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PastAttempt(
            long attempt,
            String revision,
            String outcome,
            String at,
            @Nullable String message) {}

    @SuppressWarnings("ConstantValue") // Jackson passes null for what is absent
    public ApplicationStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        unhealthy = unhealthy == null ? List.of() : List.copyOf(unhealthy);
        history = history == null ? List.of() : List.copyOf(history);
    }
}
