package dev.millrace.sync.apply;

import dev.millrace.events.value.ObjectRef;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The kinds that the API server serves. Requested once per group and version, and again for a kind that was missing a while ago. */
public final class Kinds {
    private static final Duration ABSENT_FOR = Duration.ofSeconds(2);

    private record Group(Map<String, ResourceDefinitionContext> kinds, Instant asked) {}

    private final KubernetesClient client;
    private final ApiGroups apiGroups;
    private final Clock clock;
    private final Map<String, Group> groups = new ConcurrentHashMap<>();

    public Kinds(KubernetesClient client, Clock clock) {
        this.client = client;
        this.apiGroups = new ApiGroups(client);
        this.clock = clock;
    }

    /**
     * Returns the resource by which the API server serves the object's kind; empty if it doesn't.
     *
     * @throws KindUnavailable if only this API group doesn't answer
     * @throws ClusterUnavailable if the API server is unavailable
     */
    public Optional<ResourceDefinitionContext> of(ObjectRef ref) {
        Group group = groups.computeIfAbsent(ref.apiVersion(), this::ask);
        ResourceDefinitionContext known = group.kinds().get(ref.kind());
        if (known == null && group.asked().plus(ABSENT_FOR).isBefore(clock.instant())) {
            // the known resources stay if the group doesn't answer
            known = groups.compute(ref.apiVersion(), (version, now) -> group.equals(now) ? ask(version) : now)
                    .kinds()
                    .get(ref.kind());
        }
        return Optional.ofNullable(known);
    }

    /** Returns the same; empty also while the API group doesn't answer. */
    public Optional<ResourceDefinitionContext> answering(ObjectRef ref) {
        try {
            return of(ref);
        } catch (KindUnavailable e) {
            return Optional.empty();
        }
    }

    /** Returns the failure of a request: a failure of one API group, if only that one doesn't answer. */
    ClusterUnavailable unavailable(String doing, String apiVersion, KubernetesClientException e) {
        return apiGroups.unavailable(doing, apiVersion, e);
    }

    /** Requests the kinds of the group again when they are needed next: it has a new one. */
    void forget(String group) {
        groups.keySet().removeIf(apiVersion -> apiVersion.startsWith(group + "/"));
    }

    private Group ask(String apiVersion) {
        List<APIResource> resources = apiGroups.resources(apiVersion);
        if (resources.isEmpty()) {
            if (Readiness.of(client) == Readiness.STARTING) {
                throw ClusterUnavailable.starting("asking for the kinds of " + apiVersion);
            }
            resources = apiGroups.resources(apiVersion); // it may have become ready in between
        }
        Map<String, ResourceDefinitionContext> kinds = new HashMap<>();
        resources.stream()
                .filter(resource -> !resource.getName().contains("/"))
                .forEach(resource -> kinds.put(resource.getKind(), ApiGroups.context(apiVersion, resource)));
        return new Group(Map.copyOf(kinds), clock.instant());
    }
}
