package dev.millrace.sync.health;

import dev.millrace.sync.health.exact.KindRules;
import dev.millrace.sync.health.object.HealthContext;
import dev.millrace.sync.health.object.ObjectHealth;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Objects as the API server stores them, of generation 2. */
public final class Observed {
    private Observed() {}

    /**
     * Returns an object.
     *
     * @param kind its API version and kind, as in {@code apps/v1 Deployment}
     * @param spec in YAML's flow style; empty if the object has none
     * @param status in YAML's flow style; empty if its controller has not written one
     */
    public static GenericKubernetesResource object(String kind, String spec, String status) {
        String[] named = kind.split(" ");
        return Serialization.unmarshal(
                "apiVersion: %s\nkind: %s\nmetadata: {name: x, namespace: shop, generation: 2}\n%s%s"
                        .formatted(named[0], named[1], field("spec", spec), field("status", status)),
                GenericKubernetesResource.class);
    }

    /** Returns a status with one condition. */
    public static String condition(String type, String status, String reason, String message) {
        return "{conditions: [{type: %s, status: '%s', reason: '%s', message: '%s'}]}"
                .formatted(type, status, reason, message);
    }

    /** Returns the health of an object without exact rules, without the rule that decided. */
    public static ObjectHealth judge(GenericKubernetesResource object) {
        return judge(object, KindRules.NONE);
    }

    /** Returns the health of an object, without the rule that decided. */
    public static ObjectHealth judge(GenericKubernetesResource object, KindRules rules) {
        return judge(object, rules, HealthContext.NONE);
    }

    /** Returns the health of an object, without the rule that decided. */
    public static ObjectHealth judge(GenericKubernetesResource object, KindRules rules, HealthContext context) {
        return HealthRules.of(object, rules, context).by("");
    }

    private static String field(String name, String value) {
        return value.isEmpty() ? "" : name + ": " + value + "\n";
    }
}
