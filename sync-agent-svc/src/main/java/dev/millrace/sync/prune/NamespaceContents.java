package dev.millrace.sync.prune;

import dev.millrace.sync.apply.ApiGroups;
import dev.millrace.sync.apply.ClusterObjects;
import dev.millrace.sync.apply.ClusterUnavailable;
import dev.millrace.sync.apply.KindUnavailable;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The objects in a namespace. Lists every kind: only for the rare case that a namespace is to be deleted. */
public final class NamespaceContents {
    /** Objects that Kubernetes itself creates in each namespace, or derives from others there, without an owner. */
    private static final Set<String> KUBERNETES_OWN =
            Set.of("ConfigMap/kube-root-ca.crt", "ConfigMap/openshift-service-ca.crt", "ServiceAccount/default");

    private final KubernetesClient client;
    private final ClusterObjects cluster;
    private final ApiGroups groups;

    /**
     * @param client lists the objects
     * @param cluster states why they can't be listed
     */
    public NamespaceContents(KubernetesClient client, ClusterObjects cluster) {
        this.client = client;
        this.cluster = cluster;
        this.groups = new ApiGroups(client);
    }

    /**
     * Returns one object in the namespace that was not created by this Application, as {@code <kind> <name>}.
     *
     * @throws KindUnavailable if all API groups that answer have none, and one doesn't answer
     * @throws ClusterUnavailable if the API server is unavailable
     */
    Optional<String> othersIn(String namespace, Removals ours) {
        List<KindUnavailable> unanswered = new ArrayList<>();
        for (String version : groups.preferredVersions()) {
            try {
                Optional<String> other = others(version, namespace, ours);
                if (other.isPresent()) {
                    return other;
                }
            } catch (KindUnavailable e) {
                unanswered.add(e);
            }
        }
        if (!unanswered.isEmpty()) {
            throw unanswered.getFirst();
        }
        return Optional.empty();
    }

    private Optional<String> others(String groupVersion, String namespace, Removals ours) {
        return groups.resources(groupVersion).stream()
                .filter(NamespaceContents::holdsObjects)
                .map(resource -> ApiGroups.context(groupVersion, resource))
                .flatMap(kind -> others(kind, groupVersion, namespace, ours).stream())
                .findFirst();
    }

    private static boolean holdsObjects(APIResource resource) {
        return resource.getNamespaced() && ApiGroups.hasOwnObjects(resource);
    }

    private Optional<String> others(
            ResourceDefinitionContext kind, String groupVersion, String namespace, Removals ours) {
        try {
            return client.genericKubernetesResources(kind).inNamespace(namespace).list().getItems().stream()
                    .filter(object -> !isOwned(object) && !ours.include(kind.getGroup(), kind.getKind(), object))
                    .map(object -> kind.getKind() + " " + object.getMetadata().getName())
                    .filter(name -> !KUBERNETES_OWN.contains(name.replace(' ', '/')))
                    .findFirst();
        } catch (KubernetesClientException e) {
            throw cluster.unavailable("listing " + kind.getPlural() + " in " + namespace, groupVersion, e);
        }
    }

    private static boolean isOwned(GenericKubernetesResource object) {
        List<OwnerReference> owners = object.getMetadata().getOwnerReferences();
        return owners != null && !owners.isEmpty();
    }
}
