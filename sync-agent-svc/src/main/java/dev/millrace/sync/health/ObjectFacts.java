package dev.millrace.sync.health;

import dev.millrace.sync.manifest.Content;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Access to an object's fields, any of which may be absent. */
record ObjectFacts(GenericKubernetesResource object) {

    /** Returns a number under spec or status. */
    long number(long otherwise, String... path) {
        return at(path) instanceof Number number ? number.longValue() : otherwise;
    }

    String text(String... path) {
        return at(path) instanceof String text ? text : "";
    }

    boolean isTrue(String... path) {
        return Boolean.TRUE.equals(at(path));
    }

    boolean has(String... path) {
        return at(path) != null;
    }

    private @org.jspecify.annotations.Nullable Object at(String... path) {
        return Content.at(object.getAdditionalProperties(), path);
    }

    /** Returns the maps in a list. */
    List<Map<String, Object>> maps(String... path) {
        return at(path) instanceof List<?> list
                ? list.stream().map(Content::map).toList()
                : List.of();
    }

    Optional<Condition> condition(String type) {
        return maps("status", "conditions").stream()
                .filter(c -> type.equals(c.get("type")))
                .map(c -> new Condition(
                        String.valueOf(c.get("status")),
                        String.valueOf(c.getOrDefault("reason", "")),
                        String.valueOf(c.getOrDefault("message", ""))))
                .findFirst();
    }

    Map<String, String> annotations() {
        return Optional.ofNullable(object.getMetadata().getAnnotations()).orElse(Map.of());
    }

    long generation() {
        Long generation = object.getMetadata().getGeneration();
        return generation == null ? 0 : generation;
    }

    /** A condition of a Kubernetes object. */
    record Condition(String status, String reason, String message) {
        boolean isTrue() {
            return status.equals("True");
        }

        boolean isFalse() {
            return status.equals("False");
        }

        /** Returns the reason and the message as readable text. */
        String reasonAndMessage() {
            if (message.isBlank()) {
                return reason;
            }
            return reason.isBlank() ? message : reason + ": " + message;
        }
    }
}
