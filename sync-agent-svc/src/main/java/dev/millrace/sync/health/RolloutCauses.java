package dev.millrace.sync.health;

import dev.millrace.events.Health;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.health.builtin.Pods;
import dev.millrace.sync.health.object.HealthProblem;
import dev.millrace.sync.health.object.ObjectFacts;
import dev.millrace.sync.manifest.Content;
import dev.millrace.sync.manifest.Manifest;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds the reason why a workload doesn't become healthy, down to its Pods. Used only when the workload is reported as failed. */
public final class RolloutCauses {
    private final KubernetesClient client;
    private final Function<ObjectRef, Optional<GenericKubernetesResource>> objects;

    /** @param objects reads an object from the cluster */
    public RolloutCauses(KubernetesClient client, Function<ObjectRef, Optional<GenericKubernetesResource>> objects) {
        this.client = client;
        this.objects = objects;
    }

    /** Returns the failure of the first of its Pods that has one, after the object's own message; without any, that message alone. */
    public HealthProblem of(ApplicationHealth.Of unhealthy) {
        HealthProblem.Kind own =
                unhealthy.health().health() == Health.Degraded ? HealthProblem.Kind.OWN : HealthProblem.Kind.UNKNOWN;
        HealthProblem stated = new HealthProblem(own, unhealthy.health().message());
        try {
            return objects.apply(unhealthy.ref())
                    .flatMap(this::ofPods)
                    .map(cause -> new HealthProblem(cause.kind(), stated.message() + "; " + cause.message()))
                    .orElse(stated);
        } catch (KubernetesClientException | UncheckedIOException e) {
            return stated;
        }
    }

    /** Returns the images that an object runs; none if it can't be read. */
    public List<String> images(ApplicationHealth.Of unhealthy) {
        try {
            return objects.apply(unhealthy.ref())
                    .map(object -> Manifest.imagesIn(object.getAdditionalProperties()))
                    .orElse(List.of());
        } catch (KubernetesClientException | UncheckedIOException e) {
            return List.of();
        }
    }

    private Optional<HealthProblem> ofPods(GenericKubernetesResource workload) {
        if (workload.getKind().equals("Pod")) {
            return Pods.cause(new ObjectFacts(workload));
        }
        Map<String, String> labels = new HashMap<>();
        Content.map(Content.at(workload.getAdditionalProperties(), "spec", "selector", "matchLabels"))
                .forEach((key, value) -> labels.put(key, String.valueOf(value)));
        if (labels.isEmpty() || workload.getMetadata().getNamespace() == null) {
            return Optional.empty();
        }
        List<Pod> pods = client.pods()
                .inNamespace(workload.getMetadata().getNamespace())
                .withLabels(labels)
                .list()
                .getItems();
        return pods.stream()
                .sorted(Comparator.comparing((Pod pod) -> pod.getMetadata().getCreationTimestamp())
                        .reversed())
                .flatMap(pod -> cause(pod).stream())
                .findFirst();
    }

    private Optional<HealthProblem> cause(Pod pod) {
        GenericKubernetesResource generic =
                client.getKubernetesSerialization().convertValue(pod, GenericKubernetesResource.class);
        return Pods.cause(new ObjectFacts(generic))
                .map(t -> new HealthProblem(t.kind(), "pod " + pod.getMetadata().getName() + ": " + t.message()));
    }
}
