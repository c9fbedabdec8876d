package dev.millrace.sync.health.object;

import dev.millrace.sync.manifest.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A condition of an object's status (Kubernetes API conventions, typical status properties). Controllers also write the status as a boolean or in
 * lower case.
 *
 * @param status {@code True}, {@code False}, {@code Unknown}, or another text
 * @param severity of a condition that is false: {@code Error}, {@code Warning} or {@code Info} (Cluster API, Knative); empty if there is none
 * @param time the last transition, as it is written; empty if there is none
 * @param observedGeneration negative if the condition states none
 */
public record Condition(
        String type,
        String status,
        String reason,
        String message,
        String severity,
        String time,
        long observedGeneration) {
    private static final int MAX_CONDITIONS = 1024;
    private static final int MAX_CHARACTERS = 1024;

    /** Returns the conditions of a list, or of a map by type; entries without a type are left out, and so are those above 1024. */
    public static List<Condition> in(@Nullable Object list) {
        if (list instanceof Map<?, ?> byType) {
            return byType.entrySet().stream()
                    .filter(entry -> entry.getValue() instanceof Map)
                    .limit(MAX_CONDITIONS)
                    .map(entry -> of(String.valueOf(entry.getKey()), (Map<?, ?>) entry.getValue()))
                    .toList();
        }
        if (!(list instanceof List<?> entries)) {
            return List.of();
        }
        List<Condition> conditions = new ArrayList<>(Math.min(entries.size(), MAX_CONDITIONS));
        for (Object entry : entries) {
            if (conditions.size() == MAX_CONDITIONS) {
                break;
            }
            if (entry instanceof Map<?, ?> map && map.get("type") instanceof String type && !type.isBlank()) {
                conditions.add(of(type, map));
            }
        }
        return conditions;
    }

    private static Condition of(String type, Map<?, ?> map) {
        String time = text(map.get("lastTransitionTime"));
        return new Condition(
                type,
                status(map.get("status")),
                text(map.get("reason")),
                text(map.get("message")),
                text(map.get("severity")),
                time.isEmpty() ? text(map.get("lastUpdateTime")) : time,
                Content.at(map, "observedGeneration") instanceof Number number ? number.longValue() : -1);
    }

    private static String status(@Nullable Object value) {
        String text = text(value);
        if (text.equalsIgnoreCase("true")) {
            return "True";
        }
        return text.equalsIgnoreCase("false") ? "False" : text;
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value instanceof Map || value instanceof List ? "" : String.valueOf(value);
        return text.length() > MAX_CHARACTERS ? text.substring(0, MAX_CHARACTERS) + "…" : text;
    }

    public boolean isTrue() {
        return status.equals("True");
    }

    public boolean isFalse() {
        return status.equals("False");
    }

    /** Returns the type without a prefix: {@code Ready} of {@code config.example.com/Ready}. */
    public String name() {
        return type.substring(Math.max(type.lastIndexOf('/'), type.lastIndexOf('.')) + 1);
    }

    /** Returns the reason and the message as readable text. */
    public String reasonAndMessage() {
        if (message.isBlank()) {
            return reason;
        }
        return reason.isBlank() ? message : reason + ": " + message;
    }

    /** Returns true if the condition was written for an older generation of the object. */
    public boolean isOlderThan(long generation) {
        return observedGeneration > 0 && observedGeneration < generation;
    }

    /** Returns the newer of two conditions of one type; of two with the same time the one that isn't true. */
    public static Condition newer(Condition one, Condition other) {
        int order = one.time().compareTo(other.time());
        if (order == 0) {
            order = other.status().compareTo(one.status());
        }
        if (order == 0) {
            order = other.reasonAndMessage().compareTo(one.reasonAndMessage());
        }
        return order >= 0 ? one : other;
    }
}
