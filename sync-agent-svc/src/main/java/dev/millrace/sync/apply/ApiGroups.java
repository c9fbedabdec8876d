package dev.millrace.sync.apply;

import dev.millrace.sync.identity.ClusterClients;
import dev.millrace.sync.identity.Identity;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The API groups that the cluster serves, some of them through the backend of an APIService, which may be unavailable. */
public final class ApiGroups {
    private static final ResourceDefinitionContext API_SERVICE = new ResourceDefinitionContext.Builder()
            .withGroup("apiregistration.k8s.io")
            .withVersion("v1")
            .withKind("APIService")
            .withPlural("apiservices")
            .withNamespaced(false)
            .build();

    /** Objects that Kubernetes derives from others, with their annotations and without a controller. */
    private static final Set<String> DERIVED = Set.of("Endpoints", "Event");

    private final KubernetesClient client;

    public ApiGroups(KubernetesClient client) {
        this.client = new ClusterClients(client).promptlyAs(Identity.OWN);
    }

    /**
     * Returns all versions of all groups, as in {@code apps/v1}.
     *
     * @throws ClusterUnavailable if the API server is unavailable
     */
    public List<String> versions() {
        return groups(false);
    }

    /** Returns the version of each group that the API server prefers. */
    public List<String> preferredVersions() {
        return groups(true);
    }

    private List<String> groups(boolean preferred) {
        List<String> versions = new ArrayList<>(List.of("v1"));
        try {
            client.getApiGroups().getGroups().forEach(group -> {
                if (preferred) {
                    versions.add(group.getPreferredVersion().getGroupVersion());
                } else {
                    group.getVersions().forEach(version -> versions.add(version.getGroupVersion()));
                }
            });
        } catch (KubernetesClientException e) {
            throw ClusterUnavailable.during("asking for the API groups", e);
        }
        return versions;
    }

    /**
     * Returns the resources of a version, subresources among them; empty if it isn't served.
     *
     * @throws KindUnavailable if only this group doesn't answer
     * @throws ClusterUnavailable if the API server is unavailable
     */
    public List<APIResource> resources(String apiVersion) {
        try {
            return Optional.ofNullable(client.getApiResources(apiVersion))
                    .map(APIResourceList::getResources)
                    .orElse(List.of());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return List.of();
            }
            throw unavailable("asking for the kinds of " + apiVersion, apiVersion, e);
        }
    }

    /** Returns true for kinds whose objects are listed and deleted on their own; Kubernetes derives those of some others from them. */
    public static boolean hasOwnObjects(APIResource resource) {
        return !resource.getName().contains("/")
                && !DERIVED.contains(resource.getKind())
                && resource.getVerbs().contains("list")
                && resource.getVerbs().contains("delete");
    }

    /** Returns what the client needs to know of a kind. */
    public static ResourceDefinitionContext context(String apiVersion, APIResource resource) {
        int slash = apiVersion.indexOf('/');
        return new ResourceDefinitionContext.Builder()
                .withGroup(slash < 0 ? "" : apiVersion.substring(0, slash))
                .withVersion(apiVersion.substring(slash + 1))
                .withKind(resource.getKind())
                .withPlural(resource.getName())
                .withNamespaced(resource.getNamespaced())
                .build();
    }

    /** Returns the failure of a request: a failure of one kind, if only that one can't be used. */
    public ClusterUnavailable unavailable(String doing, String apiVersion, KubernetesClientException e) {
        if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
            return KindUnavailable.forbidden(Identity.OWN, doing, e);
        }
        return Optional.of(e.getCode())
                .filter(code -> code >= HttpURLConnection.HTTP_INTERNAL_ERROR)
                .flatMap(code -> unavailable(apiVersion))
                .<ClusterUnavailable>map(why -> KindUnavailable.group(doing, apiVersion, why, e))
                .orElseGet(() -> ClusterUnavailable.during(doing, e));
    }

    /** Returns the reason why a group answers with an error, if the backend that serves it is unavailable. */
    private Optional<String> unavailable(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        String name = apiVersion.substring(slash + 1) + "." + apiVersion.substring(0, slash);
        try {
            return Optional.ofNullable(client.genericKubernetesResources(API_SERVICE)
                            .withName(name)
                            .get())
                    .filter(service -> service.get("spec", "service") != null)
                    .map(service -> "its APIService " + name + " is not available" + reason(service));
        } catch (KubernetesClientException e) {
            return Optional.empty();
        }
    }

    private static String reason(GenericKubernetesResource service) {
        return service.get("status", "conditions") instanceof List<?> conditions
                ? conditions.stream()
                        .filter(condition -> condition instanceof Map<?, ?> map
                                && "Available".equals(map.get("type"))
                                && "False".equals(map.get("status")))
                        .map(condition -> " (" + ((Map<?, ?>) condition).get("reason") + ")")
                        .findFirst()
                        .orElse("")
                : "";
    }
}
