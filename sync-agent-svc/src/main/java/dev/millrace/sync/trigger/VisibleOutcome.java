package dev.millrace.sync.trigger;

import dev.millrace.cluster.application.Application;
import dev.millrace.cluster.application.ApplicationStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part of an Application that Applications of other namespaces may see where Tenants decide: its name, revision, health and conditions, without any message. */
final class VisibleOutcome {
    private VisibleOutcome() {}

    /** Returns the part as the object {@code self} of a condition. */
    static Map<String, Object> of(Application application) {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put("namespace", application.getMetadata().getNamespace());
        metadata.put("name", application.getMetadata().getName());
        metadata.put("generation", application.getMetadata().getGeneration());
        Map<String, Object> self = new HashMap<>(Map.of("metadata", metadata));
        Optional.ofNullable(application.getStatus()).ifPresent(status -> self.put("status", status(status)));
        return self;
    }

    private static Map<String, Object> status(ApplicationStatus status) {
        Map<String, Object> visible = new HashMap<>();
        visible.put("observedGeneration", status.observedGeneration());
        Optional.ofNullable(status.health()).ifPresent(health -> visible.put("health", health.name()));
        Optional.ofNullable(status.revision()).ifPresent(revision -> visible.put("revision", revision));
        List<Map<String, String>> conditions = status.conditions().stream()
                .map(condition -> Map.of("type", condition.getType(), "status", condition.getStatus()))
                .toList();
        visible.put("conditions", conditions);
        return visible;
    }

    /** Returns the reason of its condition Ready in parentheses; empty if there is none. */
    static String reason(Application application) {
        return Optional.ofNullable(application.getStatus()).stream()
                .flatMap(status -> status.conditions().stream())
                .filter(condition -> condition.getType().equals(ApplicationStatus.READY))
                .map(Condition::getReason)
                .filter(reason -> reason != null && !reason.isEmpty())
                .map(reason -> " (" + reason + ")")
                .findFirst()
                .orElse("");
    }
}
