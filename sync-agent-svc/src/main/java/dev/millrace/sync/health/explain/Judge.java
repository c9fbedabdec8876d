package dev.millrace.sync.health.explain;

import dev.millrace.sync.health.HealthRules;
import dev.millrace.sync.health.exact.KindRules;
import dev.millrace.sync.health.object.Definition;
import dev.millrace.sync.health.object.HealthContext;
import dev.millrace.sync.health.object.ObjectHealth;
import dev.millrace.sync.health.object.Trace;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges objects by the same rules as the agent. */
final class Judge {
    private final KubernetesSerialization serialization = new KubernetesSerialization();
    private final KindRules rules;
    private final Definitions definitions;
    private final Duration age;

    Judge(KindRules rules, Definitions definitions, Duration age) {
        this.rules = rules;
        this.definitions = definitions;
        this.age = age;
    }

    /**
     * Returns the health of an object.
     *
     * @param definition the CustomResourceDefinition of its kind; null to use one that the user has passed
     * @throws IllegalArgumentException if it is no object; the message states the reason
     */
    ObjectHealth of(Map<String, Object> content, @Nullable Object definition, Trace trace) {
        GenericKubernetesResource object = object(content);
        String apiVersion = object.getApiVersion();
        int slash = apiVersion.indexOf('/');
        String version = apiVersion.substring(slash + 1);
        boolean declared = definition == null
                ? definitions.declareStatus(slash < 0 ? "" : apiVersion.substring(0, slash), object.getKind(), version)
                : Definition.declaresStatus(definition, version);
        return HealthRules.of(
                object, rules, HealthContext.NONE.withStatus(declared).withAge(age), trace);
    }

    private GenericKubernetesResource object(Map<String, Object> content) {
        if (!(content.get("apiVersion") instanceof String) || !(content.get("kind") instanceof String)) {
            throw new IllegalArgumentException("an object has an apiVersion and a kind");
        }
        try {
            GenericKubernetesResource object = serialization.convertValue(content, GenericKubernetesResource.class);
            if (object.getMetadata() == null) {
                object.setMetadata(new ObjectMeta());
            }
            return object;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("its metadata is not that of an object of Kubernetes", e);
        }
    }
}
