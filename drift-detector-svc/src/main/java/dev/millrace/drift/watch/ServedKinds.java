package dev.millrace.drift.watch;

import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads from the API server how a kind is requested. */
final class ServedKinds {
    private static final int MAX_VERSIONS = 20;

    private ServedKinds() {}

    /**
     * Finds the resource of a kind, in its version or, if that one is not served, in another version of its group.
     *
     * @throws KindNotServed if the API server does not serve the kind in any version
     * @throws KindUnwatchable if it serves the kind, and can't watch it
     * @throws ClusterUnavailable if it does not respond or returns an error
     */
    static ResourceDefinitionContext find(KubernetesClient client, WatchedKind kind) {
        return find(client, kind, kind.apiVersion())
                .or(() -> otherVersions(client, kind).stream()
                        .flatMap(version -> find(client, kind, version).stream())
                        .findFirst())
                .orElseThrow(() -> new KindNotServed(kind));
    }

    private static Optional<ResourceDefinitionContext> find(
            KubernetesClient client, WatchedKind kind, String apiVersion) {
        Optional<APIResource> found = read(
                        "reading the kinds of " + apiVersion, () -> client.getApiResources(apiVersion))
                .flatMap(list -> list.getResources().stream()
                        .filter(resource -> resource.getKind().equals(kind.kind())
                                && !resource.getName().contains("/"))
                        .findFirst());
        if (found.isPresent() && !found.get().getVerbs().containsAll(List.of("list", "watch"))) {
            throw new KindUnwatchable(kind);
        }
        return found.map(resource -> context(apiVersion, kind.kind(), resource));
    }

    /** The other versions of the kind's group, the preferred one first. */
    private static List<String> otherVersions(KubernetesClient client, WatchedKind kind) {
        int slash = kind.apiVersion().indexOf('/');
        if (slash < 0) {
            return List.of();
        }
        String name = kind.apiVersion().substring(0, slash);
        Optional<APIGroup> group = read("reading the versions of " + name, () -> client.getApiGroup(name));
        return group.stream()
                .flatMap(known ->
                        Stream.concat(Stream.ofNullable(known.getPreferredVersion()), known.getVersions().stream()))
                .map(GroupVersionForDiscovery::getGroupVersion)
                .filter(version -> !version.equals(kind.apiVersion()))
                .distinct()
                .limit(MAX_VERSIONS)
                .toList();
    }

    private static <T> Optional<T> read(String action, Supplier<@Nullable T> request) {
        try {
            return Optional.ofNullable(request.get());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            throw new ClusterUnavailable(action, e);
        }
    }

    private static ResourceDefinitionContext context(String apiVersion, String kind, APIResource resource) {
        int slash = apiVersion.indexOf('/');
        return new ResourceDefinitionContext.Builder()
                .withGroup(slash < 0 ? "" : apiVersion.substring(0, slash))
                .withVersion(apiVersion.substring(slash + 1))
                .withKind(kind)
                .withPlural(resource.getName())
                .withNamespaced(resource.getNamespaced())
                .build();
    }
}
