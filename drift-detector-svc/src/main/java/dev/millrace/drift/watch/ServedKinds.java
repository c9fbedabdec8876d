package dev.millrace.drift.watch;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.Optional;

/** Reads from the API server how a kind is requested. */
final class ServedKinds {

    private ServedKinds() {}

    /**
     * Finds the resource of a kind.
     *
     * @throws KindNotServed if the API server does not serve the kind
     * @throws ClusterUnavailable if it does not respond or returns an error
     */
    static ResourceDefinitionContext find(KubernetesClient client, WatchedKind kind) {
        return resources(client, kind)
                .flatMap(list -> list.getResources().stream()
                        .filter(resource -> resource.getKind().equals(kind.kind())
                                && !resource.getName().contains("/"))
                        .findFirst())
                .map(resource -> context(kind, resource))
                .orElseThrow(() -> new KindNotServed(kind));
    }

    private static Optional<APIResourceList> resources(KubernetesClient client, WatchedKind kind) {
        try {
            return Optional.ofNullable(client.getApiResources(kind.apiVersion()));
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            throw new ClusterUnavailable("reading the kinds of " + kind.apiVersion(), e);
        }
    }

    private static ResourceDefinitionContext context(WatchedKind kind, APIResource resource) {
        int slash = kind.apiVersion().indexOf('/');
        return new ResourceDefinitionContext.Builder()
                .withGroup(slash < 0 ? "" : kind.apiVersion().substring(0, slash))
                .withVersion(kind.apiVersion().substring(slash + 1))
                .withKind(kind.kind())
                .withPlural(resource.getName())
                .withNamespaced(resource.getNamespaced())
                .build();
    }
}
