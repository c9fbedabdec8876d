package dev.millrace.sync.health.watch;

import dev.millrace.cluster.SlimStore;
import dev.millrace.sync.health.object.Definition;
import dev.millrace.sync.manifest.Content;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The watches of the CustomResourceDefinitions of kinds of which an object has no status: one per definition, begun with the first such object. Of a
 * definition only the fact is kept that its versions declare a status.
 */
final class DefinitionWatches implements AutoCloseable {
    private static final ResourceDefinitionContext DEFINITIONS = new ResourceDefinitionContext.Builder()
            .withGroup("apiextensions.k8s.io")
            .withVersion("v1")
            .withKind("CustomResourceDefinition")
            .withPlural("customresourcedefinitions")
            .withNamespaced(false)
            .build();

    private final KubernetesClient client;
    private final Consumer<String> changed;
    private final Map<String, SharedIndexInformer<GenericKubernetesResource>> watches = new HashMap<>();
    private boolean closed;

    /** @param changed called with the name of a definition that has been read or has changed */
    DefinitionWatches(KubernetesClient client, Consumer<String> changed) {
        this.client = client;
        this.changed = changed;
    }

    /**
     * Returns true if the kind's definition declares a status, or has not been read yet.
     *
     * @param name the definition's name, {@code <plural>.<group>}
     */
    synchronized boolean declaresStatus(String name, String version) {
        if (closed) {
            return true;
        }
        SharedIndexInformer<GenericKubernetesResource> informer = watches.get(name);
        if (informer == null) {
            watches.put(name, start(name));
            return true;
        }
        if (!informer.hasSynced()) {
            return true;
        }
        GenericKubernetesResource definition = informer.getStore().getByKey(name);
        return definition != null && Definition.declaresStatus(definition.getAdditionalProperties(), version);
    }

    private SharedIndexInformer<GenericKubernetesResource> start(String name) {
        SharedIndexInformer<GenericKubernetesResource> informer =
                client.genericKubernetesResources(DEFINITIONS).withName(name).runnableInformer(0);
        informer.itemStore(new SlimStore<>(DefinitionWatches::lighten));
        informer.addEventHandler(new DefinitionHandler(() -> changed.accept(name)));
        informer.exceptionHandler((started, failure) -> true);
        informer.start();
        return informer;
    }

    /** Keeps of a schema, which may be megabytes, that it has a status. */
    private static void lighten(GenericKubernetesResource definition) {
        String name = definition.getMetadata().getName();
        Map<String, Object> spec = Content.map(definition.get("spec"));
        List<?> versions = spec.get("versions") instanceof List<?> list ? list : List.of();
        List<Map<String, Object>> light = versions.stream()
                .map(Content::map)
                .map(version -> lightVersion(definition.getAdditionalProperties(), version))
                .toList();
        definition.setAdditionalProperties(new HashMap<>(Map.of("spec", Map.of("versions", light))));
        definition.getMetadata().setAnnotations(Map.of());
        definition.getMetadata().setName(name);
    }

    private static Map<String, Object> lightVersion(Map<String, Object> definition, Map<String, Object> version) {
        String name = String.valueOf(version.get("name"));
        Map<String, Object> light = new LinkedHashMap<>();
        light.put("name", name);
        if (Definition.declaresStatus(definition, name)) {
            light.put("subresources", Map.of("status", Map.of()));
        }
        return light;
    }

    /** Ends the watch of a definition that no object needs any longer. */
    synchronized void end(String name) {
        SharedIndexInformer<GenericKubernetesResource> informer = watches.remove(name);
        if (informer != null) {
            informer.stop();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        watches.values().forEach(SharedIndexInformer::stop);
        watches.clear();
    }

    /** The kind may also have no definition: an aggregated API server serves it. */
    private static final class DefinitionHandler extends ChangeHandler<GenericKubernetesResource> {
        private final Runnable changed;

        DefinitionHandler(Runnable changed) {
            super(changed);
            this.changed = changed;
        }

        @Override
        public void onNothing() {
            changed.run();
        }
    }
}
