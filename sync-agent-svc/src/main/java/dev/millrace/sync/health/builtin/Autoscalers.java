package dev.millrace.sync.health.builtin;

import static dev.millrace.sync.health.object.ObjectHealth.degraded;
import static dev.millrace.sync.health.object.ObjectHealth.progressing;
import static dev.millrace.sync.health.object.ObjectHealth.suspended;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.sync.health.object.Condition;
import dev.millrace.sync.health.object.ObjectFacts;
import dev.millrace.sync.health.object.ObjectHealth;
import java.util.List;
import java.util.Optional;

/**
 * The rule of HorizontalPodAutoscalers (Kubernetes API reference, autoscaling/v2: the types and reasons of the conditions). A limit that is reached
 * ({@code ScalingLimited}) is healthy.
 */
final class Autoscalers {
    /** The conditions of an object that is read as autoscaling/v1, as JSON. */
    private static final String CONDITIONS_OF_V1 = "autoscaling.alpha.kubernetes.io/conditions";

    private static final int MAX_CHARACTERS = 32 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Autoscalers() {}

    static ObjectHealth of(ObjectFacts autoscaler) {
        List<Condition> conditions = conditions(autoscaler);
        if (conditions.isEmpty()) {
            return autoscaler.number(0, "status", "currentReplicas") > 0
                    ? ObjectHealth.HEALTHY
                    : progressing("its controller has not written a status yet");
        }
        return falsely(conditions, "AbleToScale")
                .flatMap(Autoscalers::unable)
                .or(() -> falsely(conditions, "ScalingActive").map(Autoscalers::inactive))
                .orElse(ObjectHealth.HEALTHY);
    }

    /** Returns the health of one that can't read or write its target's scale; empty while it only waits for its next step. */
    private static Optional<ObjectHealth> unable(Condition able) {
        return switch (able.reason()) {
            case "FailedGetScale" -> Optional.of(degraded(able.reasonAndMessage()));
            case "FailedUpdateScale" -> Optional.of(refused(able));
            case "BackoffBoth", "BackoffDownscale", "BackoffUpscale" -> Optional.empty();
            default -> Optional.of(progressing(able.reasonAndMessage()));
        };
    }

    /** A target that changed at the same time is scaled with the next step. */
    private static ObjectHealth refused(Condition able) {
        return able.message().contains("the object has been modified")
                ? progressing(able.reasonAndMessage())
                : degraded(able.reasonAndMessage());
    }

    /** A new autoscaler has no metrics for a while; it never has them if its Pods request nothing, or its specification is invalid. */
    private static ObjectHealth inactive(Condition active) {
        return switch (active.reason()) {
            case "ScalingDisabled" -> suspended(active.reasonAndMessage());
            case "InvalidMetricSourceType", "InvalidSelector", "AmbiguousSelector" ->
                degraded(active.reasonAndMessage());
            default ->
                active.message().contains("missing request for ")
                        ? degraded(active.reasonAndMessage())
                        : progressing(active.reasonAndMessage());
        };
    }

    private static Optional<Condition> falsely(List<Condition> conditions, String type) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .filter(Condition::isFalse);
    }

    private static List<Condition> conditions(ObjectFacts autoscaler) {
        List<Condition> conditions = Condition.in(autoscaler.at("status", "conditions"));
        String json = Optional.ofNullable(autoscaler.annotations().get(CONDITIONS_OF_V1))
                .orElse("");
        if (!conditions.isEmpty() || json.isBlank() || json.length() > MAX_CHARACTERS) {
            return conditions;
        }
        try {
            return Condition.in(JSON.readValue(json, Object.class));
        } catch (JsonProcessingException e) {
            return conditions;
        }
    }
}
