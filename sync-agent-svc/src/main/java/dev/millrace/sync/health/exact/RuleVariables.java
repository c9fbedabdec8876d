package dev.millrace.sync.health.exact;

import dev.millrace.sync.expression.Expression;
import dev.millrace.sync.health.object.Condition;
import dev.millrace.sync.health.object.ObjectFacts;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The variables of exact rules: the object as {@code self}, its newest condition of each type as {@code conditions}. */
final class RuleVariables {
    private RuleVariables() {}

    static Map<String, Object> of(ObjectFacts object) {
        return Map.of(
                "self", Expression.presentValues(self(object)),
                "conditions", Expression.presentValues(conditions(object)));
    }

    /** Returns apiVersion, kind, metadata, and the fields of the object's kind. */
    private static Map<String, Object> self(ObjectFacts facts) {
        Map<String, Object> self = new HashMap<>(facts.object().getAdditionalProperties());
        ObjectMeta from = facts.object().getMetadata();
        Map<String, Object> metadata = new HashMap<>();
        Optional.ofNullable(from.getName()).ifPresent(value -> metadata.put("name", value));
        Optional.ofNullable(from.getNamespace()).ifPresent(value -> metadata.put("namespace", value));
        Optional.ofNullable(from.getGeneration()).ifPresent(value -> metadata.put("generation", value));
        Optional.ofNullable(from.getLabels()).ifPresent(value -> metadata.put("labels", value));
        Optional.ofNullable(from.getAnnotations()).ifPresent(value -> metadata.put("annotations", value));
        self.put("metadata", metadata);
        self.put("apiVersion", facts.object().getApiVersion());
        self.put("kind", facts.object().getKind());
        return self;
    }

    private static Map<String, Object> conditions(ObjectFacts object) {
        Map<String, Condition> newest = new HashMap<>();
        for (Condition condition : Condition.in(object.at("status", "conditions"))) {
            if (!condition.isOlderThan(object.generation())) {
                newest.merge(condition.type(), condition, Condition::newer);
            }
        }
        Map<String, Object> values = new HashMap<>();
        newest.forEach((type, condition) -> values.put(
                type,
                Map.of("status", condition.status(), "reason", condition.reason(), "message", condition.message())));
        return values;
    }
}
