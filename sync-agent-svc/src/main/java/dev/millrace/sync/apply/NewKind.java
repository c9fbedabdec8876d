package dev.millrace.sync.apply;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.manifest.Content;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A kind that was just defined: its objects can be applied once it is established, and a moment later discovered. */
final class NewKind {
    private static final long ESTABLISHED_WITHIN_SECONDS = 15;
    private static final Duration DISCOVERED_WITHIN = Duration.ofSeconds(5);
    private static final long BETWEEN_CHECKS = Duration.ofMillis(50).toNanos();

    private final KubernetesClient client;
    private final Kinds kinds;
    private final String name;
    private final String group;
    private final List<ObjectRef> versions;

    NewKind(KubernetesClient client, Kinds kinds, GenericKubernetesResource definition) {
        this.client = client;
        this.kinds = kinds;
        this.name = definition.getMetadata().getName();
        Map<String, Object> spec =
                Content.map(definition.getAdditionalProperties().get("spec"));
        this.group = String.valueOf(spec.get("group"));
        String kind = String.valueOf(Content.at(spec, "names", "kind"));
        List<?> declared = spec.get("versions") instanceof List<?> list ? list : List.of();
        this.versions = declared.stream()
                .map(Content::map)
                .filter(version -> Boolean.TRUE.equals(version.get("served")))
                .map(version -> new ObjectRef(group + "/" + version.get("name"), kind, Optional.empty(), name))
                .toList();
    }

    /** Waits until all versions are served, for a limited time: applying objects will report that the cluster has no such kind. */
    void awaitServed() {
        try {
            client.apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName(name)
                    .waitUntilCondition(NewKind::isEstablished, ESTABLISHED_WITHIN_SECONDS, TimeUnit.SECONDS);
            awaitDiscovered();
        } catch (KubernetesClientException | ClusterUnavailable e) {
            kinds.forget(group);
        }
    }

    private static boolean isEstablished(@Nullable CustomResourceDefinition definition) {
        return definition != null
                && definition.getStatus() != null
                && definition.getStatus().getConditions() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }

    private void awaitDiscovered() {
        long deadline = System.nanoTime() + DISCOVERED_WITHIN.toNanos();
        do {
            kinds.forget(group);
            if (versions.stream().allMatch(version -> kinds.answering(version).isPresent())) {
                return;
            }
            LockSupport.parkNanos(BETWEEN_CHECKS);
        } while (System.nanoTime() - deadline < 0);
    }
}
