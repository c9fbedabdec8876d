package dev.millrace.sync.apply;

import dev.millrace.events.value.ObjectRef;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The kinds that the API server has. Asked once per group and version, and again for a kind that wasn't there a while ago. */
public final class Kinds {
    private static final Duration ABSENT_FOR = Duration.ofSeconds(2);

    private record Group(Map<String, ResourceDefinitionContext> kinds, Instant asked) {}

    private final KubernetesClient client;
    private final Clock clock;
    private final Map<String, Group> groups = new ConcurrentHashMap<>();

    public Kinds(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * How the API server serves the object's kind; empty if it doesn't.
     *
     * @throws java.io.UncheckedIOException if it can't be asked
     */
    public Optional<ResourceDefinitionContext> of(ObjectRef ref) {
        Group group = groups.computeIfAbsent(ref.apiVersion(), this::ask);
        ResourceDefinitionContext known = group.kinds().get(ref.kind());
        if (known == null && group.asked().plus(ABSENT_FOR).isBefore(clock.instant())) {
            groups.remove(ref.apiVersion(), group);
            known = groups.computeIfAbsent(ref.apiVersion(), this::ask).kinds().get(ref.kind());
        }
        return Optional.ofNullable(known);
    }

    /** The group has a new kind: asks again when it is next needed. */
    void forget(String group) {
        groups.keySet().removeIf(apiVersion -> apiVersion.startsWith(group + "/"));
    }

    private Group ask(String apiVersion) {
        Optional<APIResourceList> list = served(apiVersion);
        if (list.isEmpty()) {
            if (!Readiness.isGiven(client)) {
                throw ClusterUnavailable.starting("asking for the kinds of " + apiVersion);
            }
            list = served(apiVersion); // it may have become ready in between
        }
        Map<String, ResourceDefinitionContext> kinds = new HashMap<>();
        list.map(APIResourceList::getResources).orElse(List.of()).stream()
                .filter(resource -> !resource.getName().contains("/"))
                .forEach(resource -> kinds.put(resource.getKind(), context(apiVersion, resource)));
        return new Group(Map.copyOf(kinds), clock.instant());
    }

    private Optional<APIResourceList> served(String apiVersion) {
        try {
            return Optional.ofNullable(client.getApiResources(apiVersion));
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            throw ClusterUnavailable.during("asking for the kinds of " + apiVersion, e);
        }
    }

    private static ResourceDefinitionContext context(String apiVersion, APIResource resource) {
        int slash = apiVersion.indexOf('/');
        return new ResourceDefinitionContext.Builder()
                .withGroup(slash < 0 ? "" : apiVersion.substring(0, slash))
                .withVersion(apiVersion.substring(slash + 1))
                .withKind(resource.getKind())
                .withPlural(resource.getName())
                .withNamespaced(resource.getNamespaced())
                .build();
    }
}
